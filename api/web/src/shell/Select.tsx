import { MODELS } from "../words/positions.ts";

interface SelectProperties {
    label: string;
    value: string | undefined;
    onChange: (value: string | undefined) => void;
    options: readonly { value: string; name: string }[];
}

type Choice = Pick<SelectProperties, "value" | "onChange">;

/** One of the three models, or all of them. */
export const ModelSelect = (choice: Choice) => <Select label="Model" options={MODEL_OPTIONS} {...choice} />;

const MODEL_OPTIONS = MODELS.map(({ code, letter, name }) => ({ value: code, name: `${letter}: ${name}` }));

/** One of several, or all of them. What the address holds is shown even before it is known that there is such a thing. */
export function Select({ label, value, onChange, options }: SelectProperties) {
    const isKnown = value === undefined || options.some((option) => option.value === value);
    return (
        <label class="select">
            {label}
            <select value={value ?? ""} onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}>
                <option value="">All</option>
                {!isKnown && <option value={value}>{value}</option>}
                {options.map(({ value, name }) => (
                    <option key={value} value={value}>
                        {name}
                    </option>
                ))}
            </select>
        </label>
    );
}
