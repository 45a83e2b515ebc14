// As much of Power Query's library as the recipes use, as Microsoft documents it.
import { spawnSync } from 'node:child_process';
import { field, kind, Lazy, MError, record } from './evaluate.js';

/** What JSON says, in values of the language. */
function ofJson(json) {
  if (Array.isArray(json)) return json.map(ofJson);
  if (json === null || typeof json !== 'object') return json;
  return record(Object.fromEntries(Object.entries(json).map(([name, value]) => [name, ofJson(value)])));
}

/** JSON of values of the language. */
function toJson(value) {
  if (Array.isArray(value)) return value.map(toJson);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([name, lazy]) => [name, toJson(lazy.value)]));
}

function text(value) {
  if (kind(value) !== 'text') throw new MError('Expression.Error', `We cannot convert ${kind(value)} to text.`);
  return value;
}

/** Fetches by GET, with the credentials that the dialogue of Excel or Power BI asked for. */
function contents(credentials, address, options = new Map()) {
  const known = ['RelativePath', 'Query', 'Headers', 'ManualStatusHandling'];
  const unknown = [...options.keys()].find((name) => !known.includes(name));
  if (unknown) throw new MError('Expression.Error', `'${unknown}' isn't a valid Web.Contents option.`);
  const option = (name) => (options.has(name) ? options.get(name).value : undefined);
  const url = new URL(option('RelativePath') ?? '', `${address}/`);
  for (const [name, value] of option('Query') ?? []) url.searchParams.set(name, text(value.value));
  const headers = [...(option('Headers') ?? [])].flatMap(([name, value]) => ['--header', `${name}: ${text(value.value)}`]);
  // As a program that waits for its answer, as functions of the language do.
  const told = ['--silent', '--show-error', '--user', credentials, '--write-out', '%{stderr}%{http_code}'];
  const { status, stdout, stderr } = spawnSync('curl', [...told, ...headers, url.href], { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new MError('DataSource.Error', `${stderr}`);
  const answered = Number(`${stderr}`);
  if (answered !== 200 && !(option('ManualStatusHandling') ?? []).includes(answered)) {
    const isRefused = [401, 403].includes(answered);
    throw new MError('DataSource.Error', isRefused ? 'The credentials are refused.' : `The answer is ${answered}.`);
  }
  return { bytes: stdout, meta: record({ 'Response.Status': answered }) };
}

/** A value as one of another type. */
function converted(value, type) {
  if (value === null || kind(value) === type) return value;
  if (type === 'Int64.Type' && Number.isSafeInteger(value)) return value;
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
  if (type === 'datetimezone' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return value;
  throw new MError('DataFormat.Error', `We couldn't convert ${JSON.stringify(value)} to ${type}.`);
}

function tableOf(records, columns) {
  const rows = records.map((row) => {
    const surplus = [...row.keys()].find((name) => !columns.includes(name));
    if (surplus) throw new MError('Expression.Error', `The column '${surplus}' is not among those of the table.`);
    return columns.map((name) => field(row, name));
  });
  return { columns, rows };
}

function withTypes({ columns, rows }, types) {
  const known = new Map(types.map(([name, { type }]) => [name, type]));
  const strange = [...known.keys()].find((name) => !columns.includes(name));
  if (strange) throw new MError('Expression.Error', `The column '${strange}' of the table wasn't found.`);
  const cells = (row) => row.map((cell, at) => (known.has(columns[at]) ? converted(cell, known.get(columns[at])) : cell));
  return { columns, rows: rows.map(cells) };
}

function generated(first, goesOn, next) {
  const list = [];
  for (let value = first(); goesOn(value); value = next(value)) list.push(value);
  return list;
}

/** The library, for somebody who has given these credentials. */
export function library(credentials) {
  const functions = {
    'Error.Record': (Reason, Message, Detail = null) => record({ Reason, Message, Detail }),
    'Json.Document': ({ bytes }) => ofJson(JSON.parse(`${bytes}`)),
    'Json.FromValue': (value) => ({ bytes: Buffer.from(JSON.stringify(toJson(value))) }),
    'List.Combine': (lists) => lists.flat(1),
    'List.First': (list) => list[0] ?? null,
    'List.Generate': generated,
    'List.IsEmpty': (list) => list.length === 0,
    'List.Select': (list, isWanted) => list.filter((item) => isWanted(item)),
    'List.Transform': (list, transform) => list.map((item) => transform(item)),
    'Record.FieldOrDefault': (of, name, other = null) => (of.has(name) ? field(of, name) : other),
    'Record.FieldValues': (of) => [...of.values()].map(({ value }) => value),
    'Table.FromRecords': tableOf,
    'Table.TransformColumnTypes': withTypes,
    'Text.Combine': (texts, between = '') => texts.map(text).join(between),
    'Text.FromBinary': ({ bytes }) => `${bytes}`,
    'Value.Metadata': ({ meta }) => meta,
    'Web.Contents': (address, options) => contents(credentials, address, options),
    'Int64.Type': { type: 'Int64.Type' },
  };
  return new Map(Object.entries(functions).map(([name, value]) => [name, new Lazy(() => value)]));
}
