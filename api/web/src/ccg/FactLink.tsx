import { placeOf, type Statement, statementInWords } from "./facts.ts";

/** A fact in words, which lead to its evidence. */
export const FactLink = ({ fact }: { fact: Statement }) => <a href={`#${placeOf(fact)}`}>{statementInWords(fact)}</a>;
