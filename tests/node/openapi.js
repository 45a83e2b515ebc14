// Says what is wrong with the OpenAPI description at the address that is given, as JSON.
import { Validator } from '@seriousme/openapi-schema-validator';

const [url] = process.argv.slice(2);
const validator = new Validator();
const { valid, errors } = await validator.validate(await (await fetch(url)).json());
console.log(JSON.stringify({ valid, version: validator.version, errors: errors ?? [] }));
