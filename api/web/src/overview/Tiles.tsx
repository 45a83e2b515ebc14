import { AnsweredFigure } from "../shell/Figure.tsx";
import { Legend } from "../shell/Legend.tsx";
import type { Question } from "../service/question.ts";
import type { Asked } from "../service/useAnswer.ts";
import { dayInWords } from "../words/days.ts";
import type { PositionCode, PositionWords } from "../words/positions.ts";
import { type Block, type Cell, type Tile, tilesOn } from "./layout.ts";
import type { Register } from "./register.ts";

/** The side of a cell with the gap behind it, and that gap, in pixels. */
const SIDE = 30;
const GAP = 3;

/** Each CCG that existed on a day as a tile: how many of the first CCGs' grounds it covers, and its position. */
export function Tiles({ asked, register, day }: { asked: Asked<Register>; register: Register; day: string }) {
    const { regions, positionOn, successions } = register;
    const formed = new Set(successions.flatMap((pair) => (pair.effectiveOn === day ? pair.successorOdsCode : [])));
    const shown = regions.map(({ name, blocks }) => ({
        name,
        blocks: blocks.map((block) => ({ block, tiles: tilesOn(day, block) })),
    }));
    const tiles = shown.flatMap(({ name, blocks }) =>
        blocks.flatMap(({ tiles }) => tiles.map((tile) => ({ ...tile, region: name }))),
    );
    const position = ({ ccg }: Tile) => positionOn(day, ccg.odsCode);
    const counts = new Map<PositionCode, number>();
    for (const tile of tiles) {
        const code = position(tile)?.code;
        if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    return (
        <AnsweredFigure<Register>
            id="ccg-by-ccg"
            title="CCG by CCG"
            asOf={`on ${dayInWords(day)}`}
            about={
                <p>
                    Each tile is a CCG and leads to all that is known of it. This is no map, for the data has no
                    boundaries: tiles stand by region and area team, and a CCG that was formed by a merger covers the
                    tiles of those that it took over from.
                </p>
            }
            question={positionsOn(day)}
            asked={asked}
            picture={() => (
                <>
                    <Legend counts={counts} of={tiles.length} />
                    <a class="skip" href="#by-region">
                        Skip the tiles
                    </a>
                    {tiles.length === 0 && <p>On {dayInWords(day)} there was no CCG.</p>}
                    <div class="regions">
                        {shown.map(({ name, blocks }) => (
                            <section key={name} aria-label={name}>
                                <h3>{name}</h3>
                                <div class="blocks">
                                    {blocks.map(({ block, tiles }) => (
                                        <Team
                                            key={block.areaTeam}
                                            block={block}
                                            tiles={tiles}
                                            positionOf={position}
                                            formed={formed}
                                        />
                                    ))}
                                </div>
                            </section>
                        ))}
                    </div>
                </>
            )}
            table={() => ({
                columns: [{ name: "CCG" }, { name: "Code" }, { name: "Region" }, { name: "Position" }],
                rows: tiles.map((tile) => [
                    tile.ccg.ccgName,
                    tile.ccg.odsCode,
                    tile.region,
                    position(tile)?.name ?? "",
                ]),
            })}
        />
    );
}

interface TeamProperties {
    block: Block;
    tiles: Tile[];
    positionOf: (tile: Tile) => PositionWords | undefined;
    /** Who took over on this very day. */
    formed: Set<string>;
}

/** The tiles of an area team. */
function Team({ block, tiles, positionOf, formed }: TeamProperties) {
    const width = block.columns * SIDE - GAP + 2;
    const height = block.rows * SIDE - GAP + 2;
    return (
        <div class="team">
            <svg
                class="tiles"
                width={width}
                height={height}
                viewBox={`-1 -1 ${width} ${height}`}
                role="group"
                aria-label={block.areaTeam}
            >
                {tiles.map((tile) => {
                    const { ccg, cells } = tile;
                    const words = positionOf(tile);
                    const place = middle(cells);
                    return (
                        <a key={ccg.odsCode} href={`ccg?code=${ccg.odsCode}`}>
                            <title>{words ? `${ccg.ccgName}: ${words.letter} ${words.name}` : ccg.ccgName}</title>
                            <path class={formed.has(ccg.odsCode) ? "border is-formed" : "border"} d={shape(cells)} />
                            <path d={shape(cells)} fill={words?.fill ?? "none"} />
                            <text x={place.x} y={place.y} fill={words?.ink} aria-hidden="true">
                                {words?.letter}
                            </text>
                        </a>
                    );
                })}
            </svg>
            <p>{block.areaTeam}</p>
        </div>
    );
}

function positionsOn(day: string): Question {
    return {
        query: `query Positions($asOf: Date!) {
  positionRows(asOf: $asOf) {
    totalCount
    nodes { odsCode ccgName region status modelLetter modelName conflicting isLive begunFrom begunBy }
  }
}`,
        variables: { asOf: day },
    };
}

/** The middle of the cell that is nearest to the middle of all. */
function middle(cells: readonly Cell[]): { x: number; y: number } {
    const mean = (side: (cell: Cell) => number) => cells.reduce((sum, cell) => sum + side(cell), 0) / cells.length;
    const [column, row] = [mean((cell) => cell.column), mean((cell) => cell.row)];
    const distance = (cell: Cell) => (cell.column - column) ** 2 + (cell.row - row) ** 2;
    const [nearest] = [...cells].sort((a, b) => distance(a) - distance(b));
    const centre = (place = 0) => place * SIDE + (SIDE - GAP) / 2;
    return { x: centre(nearest?.column), y: centre(nearest?.row) };
}

/** The shape of cells, and of the gaps between those that are neighbours. */
function shape(cells: readonly Cell[]): string {
    const has = (column: number, row: number) => cells.some((cell) => cell.column === column && cell.row === row);
    const side = SIDE - GAP;
    return cells
        .map(({ column, row }) => {
            const [x, y] = [column * SIDE, row * SIDE];
            const [right, down] = [has(column + 1, row), has(column, row + 1)];
            const parts = [rectangle(x, y, side, side)];
            if (right) parts.push(rectangle(x + side, y, GAP, side));
            if (down) parts.push(rectangle(x, y + side, side, GAP));
            if (right && down && has(column + 1, row + 1)) parts.push(rectangle(x + side, y + side, GAP, GAP));
            return parts.join("");
        })
        .join("");
}

const rectangle = (x: number, y: number, width: number, height: number): string =>
    `M${x} ${y}h${width}v${height}h${-width}z`;
