// Prints the schema that comes in on standard input, sorted.
import { readFileSync } from 'node:fs';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';

console.log(printSchema(lexicographicSortSchema(buildSchema(readFileSync(0, 'utf8')))));
