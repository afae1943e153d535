import { sandboxContract } from "../sandbox.contract.ts";
import { processSandbox } from "./process-sandbox.ts";

sandboxContract("process", () => processSandbox({ searchPath: "/usr/local/bin:/usr/bin:/bin" }));
