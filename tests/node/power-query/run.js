// Evaluates one of the Power Query queries of a folder against the service, and prints its table as JSON. Each file NAME.pq of
// the folder is the query NAME, as in a workbook, and may use the others.
//
//   node power-query/run.js FOLDER NAME SERVICE NAME:PASSWORD
//
// Power Query runs in Microsoft's programs alone. What reads the queries here is its own parser; what runs them is
// `evaluate.js`, which knows as much of the language as they use and refuses the rest.
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse as path } from 'node:path';
import { DefaultSettings, TaskUtils } from '@microsoft/powerquery-parser';
import { evaluate, Lazy, MError, Scope } from './evaluate.js';
import { library } from './library.js';

const [folder, name, service, credentials] = process.argv.slice(2);

/** Where the queries say that the service is. */
const WRITTEN = 'http://127.0.0.1:8000';

async function parsed(file) {
  const text = readFileSync(join(folder, file), 'utf8').replaceAll(WRITTEN, service);
  const task = await TaskUtils.tryLexParse(DefaultSettings, text);
  if (!task.ast) throw new Error(`${file}: ${task.error?.message}`);
  return task.ast;
}

const workbook = new Scope(library(credentials));
for (const file of readdirSync(folder).filter((file) => file.endsWith('.pq'))) {
  const ast = await parsed(file);
  workbook.add(path(file).name, new Lazy(() => evaluate(ast, workbook)));
}
try {
  const { columns, rows } = workbook.get(name);
  console.log(JSON.stringify({ columns, rows }));
} catch (error) {
  if (!(error instanceof MError)) throw error;
  console.error(`${error.reason}: ${error.message}`);
  process.exitCode = 1;
}
