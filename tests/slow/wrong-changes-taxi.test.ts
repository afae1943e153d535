import { taxiWorld } from "../world.ts";
import { wrongChanges } from "../wrong-changes/suite.ts";
import { taxiChanges } from "../wrong-changes/taxi.ts";

wrongChanges("the example", () => taxiWorld({ rows: 600 }), "rename Tip Rate to Tip Share", taxiChanges);
