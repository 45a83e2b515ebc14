import { DataTable } from "../shell/DataTable.tsx";
import { Figure } from "../shell/Figure.tsx";
import { dayInWords } from "../words/days.ts";
import type { FoundCcg } from "./found.ts";

interface NamesData {
    ccg: { identities: { name: string; onsCode: string | null; validFrom: string; validTo: string | null }[] };
}

/** Names and ONS codes from list to list. */
export function Names({ ccg }: { ccg: FoundCcg }) {
    return (
        <Figure<NamesData>
            id="names"
            title="Names and codes over time"
            about={
                <p>
                    The ODS code, {ccg.odsCode}, stayed the same. The published lists of names are snapshots, so a change fell on some day
                    between one list and the next.
                </p>
            }
            question={{
                query: `query Names($code: OdsCode!) {
  ccg(odsCode: $code) { identities { name onsCode validFrom validTo } }
}`,
                variables: { code: ccg.odsCode },
            }}
            picture={({ ccg: { identities } }) =>
                identities.length === 0 ? (
                    <p>No published list that was imported has its name.</p>
                ) : (
                    <DataTable
                        title="Names and codes"
                        columns={[{ name: "Name" }, { name: "ONS code" }, { name: "First list with it" }, { name: "Until" }]}
                        rows={identities.map(({ name, onsCode, validFrom, validTo }) => [
                            name,
                            onsCode ?? "not in the lists",
                            dayInWords(validFrom),
                            validTo ? dayInWords(validTo) : "now",
                        ])}
                    />
                )
            }
        />
    );
}
