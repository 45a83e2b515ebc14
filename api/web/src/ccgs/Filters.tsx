import type { ComponentChildren } from "preact";
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
            <Field name="Position on that day">
                <Choice name="position" value={choices.position}>
                    {POSITION_CHOICES.map(({ code, name }) => (
                        <option key={code} value={code}>
                            {name}
                        </option>
                    ))}
                </Choice>
            </Field>
            <Field name="Region of 2015">
                <Choice name="region" value={choices.region}>
                    {options.areas.nodes.map(({ name }) => (
                        <option key={name}>{name}</option>
                    ))}
                </Choice>
            </Field>
            <Field name="Approved or live in">
                <Choice name="wave" value={choices.wave}>
                    {options.waves.nodes.map(({ financialYear, number }) => (
                        <option key={financialYear} value={financialYear}>
                            {number ? `${financialYear} (wave ${number})` : financialYear}
                        </option>
                    ))}
                </Choice>
            </Field>
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

function Choice({ name, value, children }: { name: string; value: string | undefined; children: ComponentChildren }) {
    return (
        <select value={value ?? ""} onChange={({ currentTarget: { value } }) => change({ [name]: value || undefined })}>
            <option value="">Any</option>
            {children}
        </select>
    );
}
