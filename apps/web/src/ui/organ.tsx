import { useOrganisations } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';

/** Written like the id of an organ. Whether it is one, the register tells. */
export const mayBeOrgan = (text: string): boolean => /^[a-z]+(-[a-z]+)?-\d{6}(-\d)?$/.test(text);

/** An organ by its name; one that is not in the register, such as one of another city, by the code that was recorded. */
export function Organ({ id }: { readonly id: string }) {
  const { say } = useSettings();
  const found = useOrganisations().find((one) => one.id === id);
  return found ? <span title={id}>{say(found.name)}</span> : <span className="mono wrap">{id}</span>;
}
