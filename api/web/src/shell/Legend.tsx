import { share } from "../words/numbers.ts";
import { POSITIONS, type PositionCode } from "../words/positions.ts";
import { Swatch } from "./Swatch.tsx";

interface LegendProperties {
    /** How many have which position. */
    counts?: Map<PositionCode, number>;
    /** How many there are in all. */
    of?: number;
}

/** What the fills and letters of the positions mean. */
export function Legend({ counts, of = 0 }: LegendProperties) {
    return (
        <ul class="legend">
            {POSITIONS.map((position) => (
                <li key={position.code}>
                    <Swatch position={position} />
                    <span>
                        <b>{position.name}</b>
                        {counts ? `: ${share(counts.get(position.code) ?? 0, of)}` : `: ${position.meaning}`}
                    </span>
                </li>
            ))}
        </ul>
    );
}
