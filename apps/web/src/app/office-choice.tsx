import type { Answer } from '@casetrail/contracts';
import { session } from '../api/session.ts';
import { useText } from './settings.tsx';

type Role = Answer<'Me'>['role'];

/** Who holds several offices says in which one they act; the ledger records that one. */
export function OfficeChoice({ offices }: { readonly offices: readonly string[] }) {
  const t = useText();
  return (
    <main className="entrance">
      <section className="entrance-card">
        <h1>{t.signIn.whichOffice}</h1>
        <p>{t.signIn.whichOfficeHelp}</p>
        <ul className="offices">
          {offices.map((office) => {
            const [role = '', org = ''] = office.split('@');
            return (
              <li key={office}>
                <button type="button" className="button" onClick={() => session.chooseOffice(office)}>
                  {t.roles[role as Role] ?? role} <span className="faint mono">{org}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
    </main>
  );
}
