import type { ComponentChildren } from "preact";
import { DataTable } from "../shell/DataTable.tsx";
import { partialInWords } from "../words/days.ts";
import { CONFIDENCES, FIELDS, MATCHES } from "../words/evidence.ts";
import { sentence } from "../words/terms.ts";
import type { Cell, Evidence } from "./facts.ts";

/** A row of a file, as it was read. */
export function EvidenceOf({ evidence }: { evidence: Evidence }) {
    const { sheet, row, confidence, basis, matchMethod, statedOn, source, citedSource, cells } = evidence;
    return (
        <div class="evidence">
            <dl>
                <Said name="Stated">{statedOn ? partialInWords(statedOn.text) : "no day is known"}</Said>
                <Said name="Confidence">{sentence(CONFIDENCES[confidence])}</Said>
                {basis && <Said name="Rests on">{sentence(basis)}</Said>}
                <Said name="Source">{citedSource ? <Link {...citedSource} /> : "The row cites none"}</Said>
                <Said name="Read in">
                    <Link {...source} />
                    {source.fileName && `, file ${source.fileName}`}, sheet “{sheet}”, row {row}; the CCG was found{" "}
                    {MATCHES[matchMethod]}
                </Said>
            </dl>
            <details>
                <summary>
                    The cells of row {row}, as they stand in “{sheet}”
                </summary>
                <DataTable
                    title={`Cells of row ${row} of ${sheet}`}
                    columns={[{ name: "Cell" }, { name: "Says" }, { name: "What stands there" }, { name: "Read as" }]}
                    rows={cells.map((cell) => [
                        cell.address ?? "sheet’s name",
                        sentence(FIELDS[cell.field] ?? cell.field),
                        <code>{cell.raw}</code>,
                        readAs(cell),
                    ])}
                />
            </details>
        </div>
    );
}

function Said({ name, children }: { name: string; children: ComponentChildren }) {
    return (
        <div>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}

function Link({ title, publisher, address }: { title: string; publisher: string | null; address: string | null }) {
    return (
        <>
            {publisher && `${publisher}: `}
            {address ? <a href={address}>{title}</a> : title}
        </>
    );
}

function readAs({ raw, value, rule }: Cell): string {
    if (value === raw) return rule;
    return value === "" ? rule : `${value} (${rule})`;
}
