// Reads a list to its end as programs do that are written with Apollo Client: by GET with the hash of the query, which is sent whole
// only when the service does not know it, and into a cache that joins the pages. Prints what came, and how it was asked for.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { createHash } from 'node:crypto';

const [uri] = process.argv.slice(2);
const requests = [];
const told = async (address, options) => {
  const { searchParams } = new URL(address);
  requests.push(`${options.method} ${[...searchParams.keys()].includes('query') ? 'query' : 'hash'}`);
  return fetch(address, options);
};
const persisted = new PersistedQueryLink({
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  useGETForHashedQueries: true,
});
const client = new ApolloClient({
  link: ApolloLink.from([persisted, new HttpLink({ uri, fetch: told, useGETForQueries: true })]),
  cache: new InMemoryCache({ typePolicies: { Query: { fields: { ccgs: relayStylePagination() } } } }),
});
const query = gql`
  query Ccgs($after: String) {
    ccgs(first: 100, after: $after) {
      edges {
        cursor
        node {
          id
          odsCode
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const ask = (variables) => client.query({ query, variables, fetchPolicy: 'network-only' });
let { data } = await ask({});
while (data.ccgs.pageInfo.hasNextPage) ({ data } = await ask({ after: data.ccgs.pageInfo.endCursor }));
const codes = data.ccgs.edges.map(({ node }) => node.odsCode);
const refused = await client.query({ query: gql`{ ccgs { nodes { called } } }`, errorPolicy: 'all' });
console.log(JSON.stringify({ codes, requests: requests.slice(0, 4), refused: refused.error.errors[0].extensions.code }));
client.stop();
