// Checks the entity of a Backstage catalog on standard input, in JSON, with the validator of Backstage.
import { readFileSync } from "node:fs";
import { apiEntityV1alpha1Validator, entityEnvelopeSchemaValidator } from "@backstage/catalog-model";

const entity = JSON.parse(readFileSync(0, "utf8"));
entityEnvelopeSchemaValidator()(entity);
if (!(await apiEntityV1alpha1Validator.check(entity))) {
  throw new Error(`not an API entity: ${entity.kind}`);
}
