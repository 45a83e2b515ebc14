import type { ComponentChildren } from "preact";

export interface Table {
    columns: Column[];
    rows: ComponentChildren[][];
}

export interface Column {
    name: string;
    /** Numbers stand at the right, beneath each other. */
    isNumber?: boolean;
    /** What may be a sentence has room for it. */
    isLong?: boolean;
    sorting?: Sorting;
}

/** That the rows can be sorted by a column: in which direction they are, and how to turn it. */
export interface Sorting {
    direction?: "ascending" | "descending";
    onTurn: () => void;
}

/** A table that scrolls in its own box where there is no room for it. The first cell of a row names it. */
export function DataTable({ title, columns, rows }: Table & { title: string }) {
    const kind = (place: number) => (columns[place]?.isNumber ? "number" : columns[place]?.isLong ? "long" : undefined);
    if (rows.length === 0) return <p>There is nothing of the kind.</p>;
    return (
        <div class="scroller" role="region" aria-label={`Table: ${title}`} tabIndex={0}>
            <table>
                <thead>
                    <tr>
                        {columns.map(({ name, sorting }, place) => (
                            <th key={name} scope="col" class={kind(place)} aria-sort={sorting?.direction}>
                                {sorting ? <SortButton name={name} {...sorting} /> : name}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {rows.map((cells, row) => (
                        <tr key={row}>
                            {cells.map((cell, place) =>
                                place === 0 ? (
                                    <th key={place} scope="row">
                                        {cell}
                                    </th>
                                ) : (
                                    <td key={place} class={kind(place)}>
                                        {cell}
                                    </td>
                                ),
                            )}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function SortButton({ name, direction, onTurn }: Sorting & { name: string }) {
    return (
        <button type="button" class="sort" onClick={onTurn}>
            {name}
            <span aria-hidden="true">{direction === "descending" ? "↓" : direction === "ascending" ? "↑" : "↕"}</span>
        </button>
    );
}
