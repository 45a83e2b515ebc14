// Compiles queries for Relay, whose compiler is strict about connections, objects with an id and all else that it relies on, over
// the committed schema; and asks the service at the address that is given what it makes of them: a page, the next one, and one object anew.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import relay from 'relay-compiler';

const [url] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relay-'));
try {
  cpSync(here('relay'), folder, { recursive: true });
  cpSync(here('../../api/schema.graphql'), join(folder, 'schema.graphql'));
  const made = join(folder, 'made');
  mkdirSync(made);
  execFileSync(relay, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const ask = async (name, variables) => {
    const query = readFileSync(join(made, `${name}.graphql.js`), 'utf8');
    const [, text] = /"text": (".*")/.exec(query);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: JSON.parse(text), variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return data;
  };
  const { ccgs } = await ask('CcgsQuery', { first: 2 });
  const next = await ask('CcgsNextQuery', { first: 2, after: ccgs.pageInfo.endCursor });
  const [{ node }] = ccgs.edges;
  const again = await ask('CcgsAdoptionsQuery', { first: 1, id: node.id });
  const names = [...ccgs.edges, ...next.ccgs.edges].map(({ node }) => node.name);
  console.log(JSON.stringify({ names, again: again.node.id === node.id && again.node.adoptions.edges.length }));
} finally {
  rmSync(folder, { recursive: true });
}
