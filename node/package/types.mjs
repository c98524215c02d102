// Writes the types of an OpenAPI document: node types.mjs DOCUMENT OUTPUT. The command of openapi-typescript types files as
// strings; here they are Blobs, as fetch sends and receives them.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [document, output] = process.argv.slice(2);
const blob = ts.factory.createTypeReferenceNode("Blob");
const nodes = await openapiTS(JSON.parse(readFileSync(document, "utf8")), {
  defaultNonNullable: false,
  transform: (schema) => (schema.format === "binary" ? blob : undefined),
});
writeFileSync(output, `// Generated from the OpenAPI document. Do not edit.\n${astToString(nodes)}`);
