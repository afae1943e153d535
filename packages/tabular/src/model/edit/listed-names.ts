import { sameName } from "../../text/same-name.ts";
import type { Model, Origin } from "../model.ts";
import type { ObjectName } from "./object-name.ts";

/** Where cultures translate an object's name. */
export function* translationsOf(model: Model, object: ObjectName): Generator<Origin> {
  for (const { translations } of model.cultures) {
    for (const { kind, table, hierarchy, name, origin } of translations) {
      if (kind !== object.kind || !sameName(name, object.name)) continue;
      if ("table" in object && !sameName(table, object.table)) continue;
      if (object.kind === "level" && !sameName(hierarchy ?? "", object.hierarchy)) continue;
      yield origin;
    }
  }
}
