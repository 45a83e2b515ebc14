import { DataTable } from "../shell/DataTable.tsx";
import { Figure } from "../shell/Figure.tsx";
import { AREA_KINDS, type AreaKind } from "../words/areas.ts";
import { dayInWords } from "../words/days.ts";
import { BASES, type Basis } from "../words/evidence.ts";
import { sentence } from "../words/terms.ts";
import type { FoundCcg } from "./found.ts";

interface AreasData {
    memberships: {
        nodes: {
            validFrom: string | null;
            validTo: string | null;
            basis: Basis;
            area: { kind: AreaKind; code: string | null; name: string };
        }[];
    };
}

/** To which areas it belonged, on all maps. */
export function Areas({ ccg }: { ccg: FoundCcg }) {
    return (
        <Figure<AreasData>
            id="areas"
            title="Areas"
            about={<p>England was divided in several ways at once. Where no days are published, none are given.</p>}
            question={{
                query: `query Areas($code: OdsCode!) {
  memberships(filter: { ccg: { odsCode: { eq: $code } } }, first: 50) {
    nodes { area { kind code name } validFrom validTo basis }
  }
}`,
                variables: { code: ccg.odsCode },
            }}
            picture={({ memberships: { nodes } }) =>
                nodes.length === 0 ? (
                    <p>No map that was imported has it.</p>
                ) : (
                    <DataTable
                        title="Areas"
                        columns={["Map", "Area", "Days", "Basis"].map((name) => ({ name }))}
                        rows={nodes.map(({ area: { kind, name, code }, validFrom, validTo, basis }) => [
                            AREA_KINDS[kind],
                            code ? `${name} (${code})` : name,
                            daysInWords(validFrom, validTo),
                            sentence(BASES[basis]),
                        ])}
                    />
                )
            }
        />
    );
}

function daysInWords(from: string | null, to: string | null): string {
    if (!from && !to) return "not published";
    const day = (day: string | null) => (day ? dayInWords(day) : "a day not published");
    return `${day(from)} to ${day(to)}`;
}
