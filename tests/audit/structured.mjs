// Google's rules for structured data: node structured.mjs FILE.html ... prints [{file, severity, message, where}].
import { readFileSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";
import Extractor from "@marbec/web-auto-extractor";

const found = [];
for (const file of process.argv.slice(2)) {
  const data = new Extractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(readFileSync(file, "utf8"));
  for (const issue of await new Validator(undefined).validate(data)) {
    const where = issue.path.map((step) => step.type ?? step.property ?? "").join(" > ");
    found.push({ file, severity: issue.severity, message: issue.issueMessage, where });
  }
}
console.log(JSON.stringify(found));
