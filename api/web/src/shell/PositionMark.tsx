import { type ModelCode, type PositionStatus, positionWords, wordsOf } from "../words/positions.ts";
import { Swatch } from "./Swatch.tsx";

/** A position as the service tells it. */
export interface ToldPosition {
    status: PositionStatus;
    model: { code: ModelCode } | null;
    conflicting: ModelCode[];
}

/** A position in a line of text: its letter upon its fill, and its name. */
export function PositionMark({ status, model, conflicting }: ToldPosition) {
    const words = positionWords(status, model?.code);
    if (!words) return <span class="quiet">{status === "CLOSED" ? "Closed" : "Not yet open"}</span>;
    return (
        <span class="position">
            <Swatch position={words} />
            <span>
                {words.name}
                {conflicting.length > 0 && `: ${conflicting.map((code) => wordsOf(code).name.toLowerCase()).join(" or ")}`}
            </span>
        </span>
    );
}
