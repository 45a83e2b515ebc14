import type { ComponentChildren } from "preact";
import { Select } from "../shell/Select.tsx";
import { choose, type Step } from "../shell/state.ts";
import { isDay } from "../words/days.ts";
import { type Choices, isNarrowed, type Options, POSITION_CHOICES } from "./choices.ts";
import { SearchBox } from "./SearchBox.tsx";

interface FiltersProperties {
    options: Options;
    choices: Choices;
    /** How many CCGs there are with what is chosen, in words; none as long as nobody knows. */
    count: string | undefined;
}

export function Filters({ options, choices, count }: FiltersProperties) {
    return (
        <div class="filters" role="search" aria-label="CCGs">
            <Field name="Name or code" isWide>
                <SearchBox text={choices.search} onChange={(search) => change({ search: search || undefined }, "replace")} />
            </Field>
            <Field name="On">
                <input
                    type="date"
                    value={choices.on}
                    onChange={({ currentTarget: { value } }) => isDay(value) && change({ on: value })}
                />
            </Field>
            <Select
                label="Position on that day"
                value={choices.position}
                onChange={(position) => change({ position })}
                options={POSITION_CHOICES}
            />
            <Select
                label="Region of 2015"
                value={choices.region}
                onChange={(region) => change({ region })}
                options={options.areas.nodes.map(({ name }) => ({ value: name, name }))}
            />
            <Select
                label="Approved or live in"
                value={choices.wave}
                onChange={(wave) => change({ wave })}
                options={options.waves.nodes.map(({ financialYear, number }) => ({
                    value: financialYear,
                    name: number ? `${financialYear} (wave ${number})` : financialYear,
                }))}
            />
            <div class="found">
                <p role="status">{count}</p>
                {isNarrowed(choices) && (
                    <button type="button" onClick={() => change(NOTHING)}>
                        Show all
                    </button>
                )}
            </div>
        </div>
    );
}

const NOTHING = { search: undefined, position: undefined, region: undefined, wave: undefined };

/** Another list begins with its first page. */
function change(choices: Record<string, string | undefined>, step?: Step): void {
    choose({ ...choices, pages: undefined }, step);
}

function Field({ name, isWide, children }: { name: string; isWide?: boolean; children: ComponentChildren }) {
    return (
        <label class={isWide ? "field is-wide" : "field"}>
            <span>{name}</span>
            {children}
        </label>
    );
}
