// Asks what the panels and the variables of a dashboard ask, as the Infinity data source does: with the values of the variables put
// in, from the address of its data source. Prints how many rows each got; a column that no row has fails it, and so does a cell of
// another type.
//
//   node grafana.js FOLDER SERVICE TOKEN
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, service, token] = process.argv.slice(2);
const { panels, templating } = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8'));
const values = templating.list.map(({ name, current }) => [`\${${name}}`, current.value]);
const filled = (text) => values.reduce((text, [mark, value]) => text.replaceAll(mark, value), text);

/** The lines of a table in CSV, as objects. */
function ofCsv(text) {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/g)].filter(([whole]) => whole !== '');
  const lines = [[]];
  for (const [, quoted, plain, end] of cells) {
    lines.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') lines.push([]);
  }
  const [header, ...rows] = lines.filter((line) => line.length > 0);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] === '' ? null : row[at]])));
}

const selected = (value, selector) => (selector === '' ? value : selector.split('.').reduce((of, name) => of?.[name], value));

const fits = {
  string: (cell) => typeof cell === 'string',
  number: (cell) => typeof cell === 'number',
  timestamp: (cell) => !Number.isNaN(Date.parse(cell)),
};

async function rows({ type, url, url_options: options, root_selector: root, columns }) {
  const address = new URL(url, service);
  for (const { key, value } of options.params ?? []) address.searchParams.set(key, filled(value));
  const headers = { authorization: `Bearer ${token}` };
  const sent = { method: options.method, headers };
  if (type === 'graphql') {
    headers['content-type'] = options.body_content_type;
    const variables = JSON.parse(filled(options.body_graphql_variables) || '{}');
    sent.body = JSON.stringify({ query: filled(options.body_graphql_query), variables });
  }
  const response = await fetch(address, sent);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text}`);
  const found = type === 'csv' ? ofCsv(text) : selected(JSON.parse(text), root);
  if (!Array.isArray(found)) throw new Error(`${address}: no rows at "${root}": ${text}`);
  for (const { selector, type } of columns) {
    const cells = found.map((row) => selected(row, selector)).filter((cell) => cell !== null);
    if (cells.length === 0 || !cells.every(fits[type])) throw new Error(`${address}: ${selector} is no ${type}`);
  }
  return found.length;
}

const told = {};
for (const { name, query } of templating.list) if (query.infinityQuery) told[name] = await rows(query.infinityQuery);
for (const { title, targets } of panels) for (const target of targets) told[title] = await rows(target);
console.log(JSON.stringify(told));
