import { useWidth } from "../shell/useWidth.ts";
import { dayInShort } from "../words/days.ts";
import { type Box, layFamily, LINE, PADDING } from "./layFamily.ts";
import type { Family, Member } from "./lineage.ts";

/** Predecessors, the CCG itself, and successors as boxes with lines between them. */
export function LineagePicture({ family, self }: { family: Family; self: string }) {
    const [place, width] = useWidth<HTMLDivElement>();
    const layout = width > 0 ? layFamily(family, width - 2) : undefined;
    return (
        <div class="lineage" ref={place}>
            {layout && (
                <svg width={width} height={layout.height} role="group" aria-label="Predecessors, the CCG itself, and successors">
                    <g aria-hidden="true">
                        {layout.paths.map((path) => (
                            <path key={path} class="link" d={path} />
                        ))}
                        {layout.boxes.map(({ member, tookOverOn, x, y }) =>
                            tookOverOn ? (
                                <text key={member.odsCode} class="on" x={x} y={y - 7}>
                                    took over on {dayInShort(tookOverOn)}
                                </text>
                            ) : null,
                        )}
                    </g>
                    {layout.boxes.map((box) =>
                        box.member.odsCode === self ? (
                            <Drawn key={self} box={box} isSelf />
                        ) : (
                            <a key={box.member.odsCode} href={`ccg?code=${box.member.odsCode}`}>
                                <Drawn box={box} />
                            </a>
                        ),
                    )}
                </svg>
            )}
        </div>
    );
}

function Drawn({ box: { member, lines, x, y, width, height }, isSelf }: { box: Box; isSelf?: boolean }) {
    return (
        <g class={isSelf ? "box is-self" : "box"} transform={`translate(${x} ${y})`}>
            <rect width={width} height={height} rx="4" />
            {lines.map((line, place) => (
                <text key={place} class="name" x={PADDING} y={PADDING + 11 + place * LINE}>
                    {/* The space keeps the words of two lines apart in the link's name. */}
                    {line}{" "}
                </text>
            ))}
            <text class="existed" x={PADDING} y={PADDING + 11 + lines.length * LINE}>
                {codeAndDays(member)}
            </text>
        </g>
    );
}

const codeAndDays = ({ odsCode, openedOn, closedOn }: Member): string =>
    `${odsCode} · ${openedOn ? dayInShort(openedOn) : "not known"} to ${closedOn ? dayInShort(closedOn) : "now"}`;
