import { Fragment } from "preact";
import { Figure } from "../shell/Figure.tsx";
import { PositionMark } from "../shell/PositionMark.tsx";
import { useChoice } from "../shell/state.ts";
import { dayInWords, isDay } from "../words/days.ts";
import { sentence } from "../words/terms.ts";
import { placeOf, statementInWords } from "./facts.ts";
import type { FoundCcg } from "./found.ts";
import { begunInWords, type DrawnFact, positionInWords, positionRows, type Said, type TimelineData, timelineQuestion } from "./timeline.ts";
import { TimelinePicture } from "./TimelinePicture.tsx";

/** What is said of the CCG along the years, and on the day that is chosen. */
export function Timeline({ ccg }: { ccg: FoundCcg }) {
    const [chosen, setChosen] = useChoice("on");
    const today = new Date().toISOString().slice(0, 10);
    const on = chosen && isDay(chosen) ? chosen : (ccg.closedOn ?? today);
    return (
        <Figure<TimelineData>
            id="timeline"
            title="Co-commissioning over time"
            asOf={`on ${dayInWords(on)}`}
            about={
                <p>
                    The upper bar is what follows from all that is known; beneath it is each fact that somebody stated, with a ring on
                    the day of the statement. A dashed outline is a time that nobody states to the day: the year of which a source speaks,
                    or all days until an end that none gives.
                </p>
            }
            controls={
                <label class="day">
                    <span>Position on</span>
                    <input
                        type="date"
                        value={on}
                        onChange={({ currentTarget: { value } }) => isDay(value) && setChosen(value)}
                    />
                </label>
            }
            question={timelineQuestion(ccg.odsCode, on)}
            rows={positionRows(ccg.odsCode)}
            picture={({ ccg: { position, positions, adoptions } }) => (
                <>
                    <PositionOn on={on} position={position} facts={positionFacts(position, adoptions.nodes)} />
                    <TimelinePicture
                        ccg={ccg}
                        on={on}
                        until={ccg.closedOn ?? today}
                        spells={positions.nodes}
                        facts={adoptions.nodes}
                    />
                    {adoptions.nodes.length === 0 && <p>No source that was recovered states a fact about this CCG.</p>}
                </>
            )}
            table={({ ccg: { positions, adoptions } }) => ({
                columns: ["From", "To", "Position", "When it began", "Last stated"].map((name) => ({ name })),
                rows: positions.nodes.map((said) => [
                    said.firstDay ? dayInWords(said.firstDay) : "the beginning",
                    said.lastDay ? dayInWords(said.lastDay) : "the end",
                    `${said.status === "CONFLICT" ? "Conflict: " : ""}${sentence(positionInWords(said))}`,
                    begunInWords(said, adoptions.nodes),
                    said.lastStated ? dayInWords(said.lastStated) : "",
                ]),
            })}
        />
    );
}

/** What a position rests on. */
const positionFacts = ({ adoptions }: { adoptions: { id: string }[] }, facts: readonly DrawnFact[]): DrawnFact[] =>
    facts.filter(({ id }) => adoptions.some((one) => one.id === id));

function PositionOn({ on, position, facts }: { on: string; position: Said; facts: DrawnFact[] }) {
    return (
        <div class="position-on" role="status">
            <p>
                On {dayInWords(on)}:{" "}
                <b>
                    <PositionMark {...position} />
                </b>
            </p>
            <p>{explained(position, facts)}</p>
            {facts.length > 0 && (
                <p>
                    It rests on:{" "}
                    {facts.map((fact, place) => (
                        <Fragment key={fact.id}>
                            {place > 0 && "; "}
                            <a href={`#${placeOf(fact)}`}>{statementInWords(fact)}</a>
                        </Fragment>
                    ))}
                    .
                </p>
            )}
        </div>
    );
}

/** What a position means, and how sure it is. */
function explained(position: Said, facts: readonly DrawnFact[]): string {
    const { status, isLive, lastStated } = position;
    switch (status) {
        case "NOT_OPEN":
            return "The CCG did not exist yet.";
        case "CLOSED":
            return "The CCG did not exist any more. Nothing is carried over to whoever took its place.";
        case "NONE":
            return "The CCG is known to have had no model.";
        case "UNKNOWN":
            return "No source that was recovered says which model the CCG had, or that it had none.";
        case "CONFLICT":
            return `Sources contradict each other, and nothing says which is right: ${positionInWords(position)}.`;
        case "MODEL": {
            const live = isLive ? "A source says that it was in force." : "It was approved; no source says that it was in force.";
            const stated = lastStated ? ` Nobody is known to have said so again after ${dayInWords(lastStated)}.` : "";
            return `${begunInWords(position, facts)} ${live}${stated}`;
        }
    }
}
