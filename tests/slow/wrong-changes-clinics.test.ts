import { clinicsWorld } from "../world.ts";
import { clinicChanges } from "../wrong-changes/clinics.ts";
import { wrongChanges } from "../wrong-changes/suite.ts";

wrongChanges("the clinics", clinicsWorld, "rename # Patients to # People", clinicChanges);
