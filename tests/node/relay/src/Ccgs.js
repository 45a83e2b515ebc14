// What a page of CCGs asks for: lists that go on, within each other, and an object that is fetched anew by its id.
import { graphql } from 'relay-runtime';

graphql`
  query CcgsQuery($first: Int!) {
    ...Ccgs_list
  }
`;

graphql`
  fragment Ccgs_list on Query
  @refetchable(queryName: "CcgsNextQuery")
  @argumentDefinitions(after: { type: "String" }) {
    ccgs(first: $first, after: $after) @connection(key: "Ccgs_list_ccgs") {
      edges {
        node {
          name
          ...Ccgs_adoptions
        }
      }
    }
  }
`;

graphql`
  fragment Ccgs_adoptions on Ccg
  @refetchable(queryName: "CcgsAdoptionsQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
    adoptions(first: $first, after: $after) @connection(key: "Ccgs_adoptions_adoptions") {
      edges {
        node {
          stage
        }
      }
    }
  }
`;
