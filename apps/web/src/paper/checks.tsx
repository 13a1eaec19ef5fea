import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';

/** The equations that must hold before a paper is published, those that do not first. */
export function Checks({ answer }: { readonly answer: Answer<'WhitePaper'> }) {
  const { t, say, number } = useSettings();
  const holding = answer.checks.filter(({ holds }) => holds).length;
  return (
    <section aria-labelledby="checks-h" className="paper-checks">
      <h2 id="checks-h">{t.paper.checks}</h2>
      {answer.checks.length === 0 ? (
        <p className="plain-text">{t.paper.district}</p>
      ) : (
        <details>
          <summary>
            {holding === answer.checks.length ? (
              <span className="tick" aria-hidden="true">
                ✓
              </span>
            ) : null}
            {t.paper.checkHolds(holding, answer.checks.length)}
          </summary>
          <ul className="checks">
            {[...answer.checks]
              .sort((a, b) => Number(a.holds) - Number(b.holds))
              .map((check) => (
                <li key={check.name} className={check.holds ? undefined : 'fails'}>
                  <span className="tick" aria-hidden="true">
                    {check.holds ? '✓' : '✗'}
                  </span>
                  {say(check.says)} <b>{number(check.left)}</b> {check.relation} <b>{number(check.right)}</b>
                  {check.holds ? '' : ` · ${check.exception ? t.publication.explained : t.publication.fails}`}
                </li>
              ))}
          </ul>
        </details>
      )}
      {answer.blockedBy.length === 0 ? null : (
        <div className="plain-text">
          <p>{t.paper.blocked}</p>
          <ul>
            {answer.blockedBy.map(({ kind, name, reason }) => (
              <li key={`${kind} ${name}`}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
