import { processSandbox } from "@throughline/sandboxes";
import { environment } from "../config/environment.ts";
import { authorContract } from "./author.contract.ts";

authorContract("process", () => processSandbox(environment.searchPath));
