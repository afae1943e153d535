import { processSandbox } from "@throughline/sandboxes";
import { environment } from "../config/environment.ts";
import { authorContract } from "./author.contract.ts";
import { hostileAuthorContract } from "./hostile-author.contract.ts";

const makeSandbox = () => processSandbox({ searchPath: environment.searchPath });

authorContract("process", makeSandbox);
hostileAuthorContract("process", makeSandbox);
