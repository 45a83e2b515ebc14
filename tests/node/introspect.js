// Reads the schema of the service at the address that is given as clients do, with all that the newest introspection query
// asks of its parts, and prints it in the schema definition language, sorted.
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';

const [url] = process.argv.slice(2);
const query = getIntrospectionQuery({
  descriptions: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
  specifiedByUrl: true,
});
const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
  body: JSON.stringify({ query, operationName: 'IntrospectionQuery' }),
});
const { data, errors } = await response.json();
if (errors) throw new Error(JSON.stringify(errors));
const schema = buildClientSchema(data);
const faults = validateSchema(schema);
if (faults.length > 0) throw new Error(faults.join('\n'));
console.log(printSchema(lexicographicSortSchema(schema)));
