import { expect, it } from "vitest";
import { isSameEvent } from "./event-words.ts";

it.each([
  ["arrival", "arrived"],
  ["arriving", "arrived"],
  ["leaving", "left"],
  ["booking", "booked"],
  ["shipping", "shipped"],
  ["departure", "departed"],
  ["delivery", "delivered"],
  ["seen", "see"],
  ["arrival", "arr"],
])("%s and %s are one event", (one, other) => {
  expect(isSameEvent(one, other)).toBe(true);
  expect(isSameEvent(other, one)).toBe(true);
});

it.each([
  ["arrival", "departure"],
  ["booked", "paid"],
  ["seen", "sent"],
  ["order", "offer"],
  ["start", "stop"],
])("%s and %s are two", (one, other) => {
  expect(isSameEvent(one, other)).toBe(false);
});
