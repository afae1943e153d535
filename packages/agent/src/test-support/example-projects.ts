import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ProjectLayout, WarehouseFacts } from "@throughline/contracts";
import { buildCatalogue } from "../catalogue/build-catalogue.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const FIXTURES = join(ROOT, "packages/agent/fixtures");

/** A project that tests read: the example, or one of the others with their awkward names. */
export interface ExampleProject {
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly layout: ProjectLayout;
  readonly facts: WarehouseFacts;
  readonly catalogue: Catalogue;
}

function load(folder: string, facts: string, layout: unknown): ExampleProject {
  const files = textFiles(join(ROOT, folder));
  const parsed = ProjectLayout.parse(layout);
  const known = WarehouseFacts.parse(JSON.parse(readFileSync(join(FIXTURES, facts), "utf8")));
  return {
    folder: join(ROOT, folder),
    files,
    layout: parsed,
    facts: known,
    catalogue: buildCatalogue(files, parsed, known),
  };
}

/** Text files only, without what tools leave behind. */
function textFiles(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        if (
          !["target", "data", "warehouse", "logs", "dbt_packages", ".git", "__pycache__", ".throughline"].includes(name)
        )
          visit(path);
      } else if (
        /\.(?:sql|ya?ml|csv|py|tmdl|json|pbir|pbism|pbip|toml|md|platform)$|\.(?:sqlfluff|gitignore|platform)$/u.test(
          name,
        )
      ) {
        files.set(relative(root, path).normalize("NFC"), readFileSync(path, "utf8"));
      }
    }
  };
  visit(root);
  return files;
}

export function taxiProject(): ExampleProject {
  return load("examples/nyc-taxi", "nyc-taxi.facts.json", {
    loader: { pipelines: [{ name: "nyc_taxi", file: "loader/taxi_pipeline.py", dataset: "raw" }], inputs: ["data"] },
    transform: { folder: "transform" },
    semanticModels: [{ folder: "powerbi/NYC Taxi.SemanticModel", reports: ["powerbi/NYC Taxi.Report"] }],
  });
}

export function depotProject(): ExampleProject {
  return load("tests/projects/parcel-depot", "parcel-depot.facts.json", {
    transform: { folder: "DWH_Models" },
    semanticModels: [{ folder: "BI/Depot Übersicht.SemanticModel", reports: ["BI/Depot Übersicht.Report"] }],
  });
}

export function outpatientClinicsProject(): ExampleProject {
  return load("tests/projects/outpatient-clinics", "outpatient-clinics.facts.json", {
    transform: { folder: "dbt-outpatient" },
    semanticModels: [{ folder: "Power BI/Outpatient Ops.SemanticModel", reports: ["Power BI/Outpatient Ops.Report"] }],
  });
}

export function hotelGroupProject(): ExampleProject {
  return load("tests/projects/hotel-group", "hotel-group.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Hotel Performance.SemanticModel", reports: ["bi/Hotel Performance.Report"] }],
  });
}

export function solarParksProject(): ExampleProject {
  return load("tests/projects/solar-parks", "solar-parks.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Solar Ops.SemanticModel", reports: ["bi/Solar Ops.Report"] }],
  });
}

export function petInsuranceProject(): ExampleProject {
  return load("tests/projects/pet-insurance", "pet-insurance.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Pet Cover.SemanticModel", reports: [] }],
  });
}

export function cityLibraryProject(): ExampleProject {
  return load("tests/projects/city-library", "city-library.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Library Use.SemanticModel", reports: [] }],
  });
}

export function saasBillingProject(): ExampleProject {
  return load("tests/projects/saas-billing", "saas-billing.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Desk & Billing.SemanticModel", reports: [] }],
  });
}

export function dairyCoopProject(): ExampleProject {
  return load("tests/projects/dairy-coop", "dairy-coop.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Milk Intake.SemanticModel", reports: [] }],
  });
}

export function filmFestivalProject(): ExampleProject {
  return load("tests/projects/film-festival", "film-festival.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Festival Numbers.SemanticModel", reports: [] }],
  });
}

export function uniRegistryProject(): ExampleProject {
  return load("tests/projects/uni-registry", "uni-registry.facts.json", {
    transform: { folder: "dbt" },
    semanticModels: [{ folder: "bi/Student Registry.SemanticModel", reports: [] }],
  });
}

export function waterUtilityProject(): ExampleProject {
  return load("tests/projects/water-utility", "water-utility.facts.json", {
    transform: { folder: "transform" },
    semanticModels: [{ folder: "bi/Water Ops.SemanticModel", reports: [] }],
  });
}
