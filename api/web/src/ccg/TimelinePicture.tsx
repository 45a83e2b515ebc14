import type { ComponentChildren } from "preact";
import { useWidth } from "../shell/useWidth.ts";
import { follow, useAddress, withChoices } from "../shell/state.ts";
import { dayAfter, dayInShort, dayInWords, firstDaysOfYears } from "../words/days.ts";
import { positionWords, wordsOf } from "../words/positions.ts";
import { placeOf, statementInWords } from "./facts.ts";
import type { FoundCcg } from "./found.ts";
import type { DrawnFact, Said } from "./timeline.ts";

/** How tall a lane is: its words, and its bar beneath them. */
const LANE = 62;
const BAR = 28;

/** Above the lanes, for the day that is chosen; beneath them, for the years. */
const HEAD = 26;
const FOOT = 28;

/** Room that the name of a year wants, that of a day, and what a fact says of time. */
const YEAR = 60;
const DAY = 100;
const SAID = 230;

/** How wide the name or the letter of a position is about. */
const wide = (text: string): number => text.length * 8;

interface PictureProperties {
    ccg: FoundCcg;
    on: string;
    until: string;
    spells: readonly Said[];
    facts: readonly DrawnFact[];
}

/** Positions and facts as bars along the years. */
export function TimelinePicture({ ccg, on, until, spells, facts }: PictureProperties) {
    const [place, width] = useWidth<HTMLDivElement>();
    const told = spells.filter(({ status }) => status !== "NOT_OPEN" && status !== "CLOSED");
    const first = ccg.openedOn ?? told[0]?.firstDay ?? on;
    const axis = axisOf(first, dayAfter(until), width);
    const height = HEAD + (1 + facts.length) * LANE + FOOT;
    return (
        <div class="timeline" ref={place}>
            {width > 0 && (
                <svg
                    width={width}
                    height={height}
                    role="group"
                    aria-label={`Positions and facts from ${dayInWords(first)} to ${dayInWords(until)}`}
                >
                    <Years axis={axis} first={first} until={until} height={height} />
                    <Day axis={axis} on={on} height={height} />
                    <Lane place={0} name="Position">
                        {told.map((spell) => (
                            <Spell key={spell.firstDay} spell={spell} axis={axis} isChosen={holds(spell, on)} />
                        ))}
                    </Lane>
                    {facts.map((fact, place) => (
                        <Lane key={fact.id} place={1 + place} name={statementInWords(fact)} leadsTo={`#${placeOf(fact)}`}>
                            <FactBar fact={fact} axis={axis} />
                        </Lane>
                    ))}
                </svg>
            )}
        </div>
    );
}

/** Where days are. Those outside stand at the edge. */
interface Axis {
    at: (day: string) => number;
    first: string;
    end: string;
    width: number;
}

/** From the first day to the morning after the last one. */
function axisOf(first: string, end: string, width: number): Axis {
    const [start, length] = [Date.parse(first), Date.parse(end) - Date.parse(first)];
    const at = (day: string) => 1 + Math.min(1, Math.max(0, (Date.parse(day) - start) / length)) * (width - 2);
    return { at, first, end, width };
}

const holds = ({ firstDay, lastDay }: Said, day: string): boolean =>
    (firstDay === null || firstDay <= day) && (lastDay === null || day <= lastDay);

/** 1 April of each year, named as far as there is room. */
function Years({ axis, first, until, height }: { axis: Axis; first: string; until: string; height: number }) {
    const days = firstDaysOfYears(first, until);
    const perYear = axis.width / Math.max(1, days.length);
    const step = Math.ceil(YEAR / perYear);
    return (
        <g class="years">
            {days.map((day, place) => (
                <g key={day} transform={`translate(${axis.at(day)} 0)`}>
                    <line y1={HEAD} y2={height - FOOT + 6} />
                    {place % step === 0 && (
                        <text y={height - 8} text-anchor={anchor(axis, day, YEAR)}>
                            {day.slice(0, 4)}
                        </text>
                    )}
                </g>
            ))}
        </g>
    );
}

/** A text stays within the picture. */
function anchor(axis: Axis, day: string, room: number): "start" | "middle" | "end" {
    const x = axis.at(day);
    if (x < room / 2) return "start";
    return x > axis.width - room / 2 ? "end" : "middle";
}

interface LaneProperties {
    place: number;
    name: string;
    leadsTo?: string;
    children: ComponentChildren;
}

function Lane({ place, name, leadsTo, children }: LaneProperties) {
    const title = (
        <text class="lane-name" x="1" y="20">
            {name}
        </text>
    );
    return (
        <g transform={`translate(0 ${HEAD + place * LANE})`}>
            {leadsTo ? <a href={leadsTo}>{title}</a> : title}
            <g transform="translate(0 28)">{children}</g>
        </g>
    );
}

/** A position as long as it is said, which leads to its first day. */
function Spell({ spell, axis, isChosen }: { spell: Said; axis: Axis; isChosen: boolean }) {
    const address = useAddress();
    const words = positionWords(spell.status, spell.model?.code);
    if (!words) return null;
    const from = spell.firstDay ?? axis.first;
    const [x, end] = [axis.at(from), axis.at(spell.lastDay ? dayAfter(spell.lastDay) : axis.end)];
    const [width, middle] = [end - x, (x + end) / 2];
    const name = `${words.letter} ${words.name}`;
    const label = `${name}, from ${dayInWords(from)} to ${spell.lastDay ? dayInWords(spell.lastDay) : "the end"}`;
    const text = [name, words.letter].find((text) => wide(text) < width);
    const isHatched = words.fill.startsWith("url");
    return (
        <a
            href={withChoices(address, { on: from })}
            aria-label={label}
            class={isChosen ? "spell is-chosen" : "spell"}
            onClick={follow}
        >
            <rect class="outlined" x={x} width={Math.max(1, width)} height={BAR} fill={words.fill} />
            {isHatched && text && <Ground middle={middle} width={wide(text)} />}
            <text x={middle} y={BAR / 2 + 4.5} text-anchor="middle" fill={isHatched ? "var(--text)" : words.ink}>
                {text}
            </text>
        </a>
    );
}

/** Behind a text that would be hard to read upon a pattern. */
function Ground({ middle, width }: { middle: number; width: number }) {
    return <rect class="text-ground" x={middle - width / 2} y="5" width={width} height={BAR - 10} rx="3" />;
}

/** What a fact says of time: solid from a day to a day that it gives, dashed where it gives none. */
function FactBar({ fact, axis }: { fact: DrawnFact; axis: Axis }) {
    const { effectiveFrom, effectiveTo, model, evidence } = fact;
    const { from, end } = extentOf(fact, axis);
    const [x, width] = [axis.at(from), Math.max(2, axis.at(end) - axis.at(from))];
    const fill = model ? wordsOf(model.code).fill : "var(--outline)";
    return (
        <g class="fact-bar">
            {effectiveFrom && effectiveTo ? (
                <rect x={x} width={width} height={12} fill={fill} />
            ) : (
                <rect class="open" x={x} width={width} height={12} fill="none" stroke={fill} />
            )}
            {effectiveFrom && <rect x={x} width="5" height={12} fill={fill} />}
            {evidence.nodes.map(({ statedOn }, place) =>
                statedOn && statedOn.latest >= axis.first && statedOn.earliest <= axis.end ? (
                    <g key={place} class="stated">
                        <line x1={axis.at(statedOn.earliest)} x2={axis.at(statedOn.latest)} y1="6" y2="6" />
                        <circle cx={(axis.at(statedOn.earliest) + axis.at(statedOn.latest)) / 2} cy="6" r="4.5" />
                    </g>
                ) : null,
            )}
            <text class="said" x={Math.max(1, Math.min(x, axis.width - SAID))} y="27">
                {timeInWords(fact)}
            </text>
        </g>
    );
}

/** From when to when it is drawn: as it states, or else the year of which it speaks, or all there is. The end is the day after. */
function extentOf({ effectiveFrom, effectiveTo, wave }: DrawnFact, axis: Axis): { from: string; end: string } {
    const year = effectiveFrom || effectiveTo ? null : wave;
    const last = effectiveTo ?? year?.endsOn;
    return { from: effectiveFrom ?? year?.startsOn ?? axis.first, end: last ? dayAfter(last) : axis.end };
}

function timeInWords({ effectiveFrom, effectiveTo, wave }: DrawnFact): string {
    if (effectiveFrom && effectiveTo) return `${dayInShort(effectiveFrom)} to ${dayInShort(effectiveTo)}`;
    if (effectiveFrom) return `from ${dayInShort(effectiveFrom)}, no end stated`;
    if (effectiveTo) return `to ${dayInShort(effectiveTo)}, no beginning stated`;
    return wave ? `no day stated, only ${wave.financialYear}` : "neither day nor year stated";
}

/** The day that is chosen. */
function Day({ axis, on, height }: { axis: Axis; on: string; height: number }) {
    if (on < axis.first || on > axis.end) return null;
    const x = axis.at(on);
    return (
        <g class="chosen-day" aria-hidden="true">
            <line x1={x} x2={x} y1={HEAD - 8} y2={height - FOOT} />
            <text x={x} y={HEAD - 12} text-anchor={anchor(axis, on, DAY)}>
                {dayInShort(on)}
            </text>
        </g>
    );
}
