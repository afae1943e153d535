import { sandboxContract } from "../sandbox.contract.ts";
import { processSandbox } from "./process-sandbox.ts";

sandboxContract("process", () => processSandbox("/usr/local/bin:/usr/bin:/bin"));
