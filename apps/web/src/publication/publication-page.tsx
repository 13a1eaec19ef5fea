import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { useAmountsOf } from '../ui/amounts.ts';
import { Organ } from '../ui/organ.tsx';
import { PrintedState } from '../ui/printing.tsx';
import { shortHash, shortId } from '../ui/format.ts';
import { Workbench } from './workbench.tsx';

export type PublicationFile = Answer<'PublicationFile'>;

/** A publication on its way from draft to published: what is done, what is next and by whom, its checks, its certification and its proofs. */
export function Page() {
  const { id } = useParams({ from: '/publications/$id' });
  const file = useAnswer('PublicationFile', `/v1/publications/${id}`);
  return (
    <div className="page" key={id}>
      <PageAnswered of={file}>{(answer) => <Publication file={answer} />}</PageAnswered>
    </div>
  );
}

function Publication({ file }: { readonly file: PublicationFile }) {
  const { t, date, number } = useSettings();
  const { publication, withdrawn } = file;
  const words = t.publication;
  return (
    <>
      <nav className="crumbs" aria-label={t.figure.crumbs}>
        <Link to="/publications" search={true}>
          {words.title}
        </Link>
        <span aria-hidden="true">›</span>
        <span aria-current="page" className="mono">
          {shortId(publication.id)}
        </span>
      </nav>
      <h1>
        {words.asOf} {date(publication.asOf)}
      </h1>
      <p className="lead">
        {words.statuses[publication.status]}
        {publication.publishedOn ? ` · ${t.paper.published(date(publication.publishedOn))}` : ''} · {publication.ruleSet}
        {publication.ledger ? ` · ${words.ledger(number(publication.ledger.size))}` : ''}
      </p>
      {publication.ledger ? (
        <PrintedState
          asOf={publication.asOf}
          knownAt={t.sentence.atPosition(number(publication.ledger.size))}
          rules={publication.ruleSet}
          publication={publication.id}
          root={publication.ledger.root}
        />
      ) : null}
      {withdrawn ? <p className="not-published">{words.withdrawnBecause(withdrawn.ground)}</p> : null}
      {publication.restatedBy ? (
        <p className="not-published">
          <span>
            {words.replacedBy}
            <Link to="/publications/$id" params={{ id: publication.restatedBy }} search={true} className="mono">
              {shortId(publication.restatedBy)}
            </Link>
          </span>
        </p>
      ) : null}
      {file.figures.length > 0 ? (
        <p>
          <Link to="/publications/$id/paper" params={{ id: publication.id }} search={true}>
            {words.frozen}
          </Link>
        </p>
      ) : null}
      <Workbench file={file} />
      <div className="two">
        <Certification file={file} />
        <CrossChecks file={file} />
      </div>
      <Proofs file={file} />
    </>
  );
}

function Certification({ file }: { readonly file: PublicationFile }) {
  const { t, say, date } = useSettings();
  const words = t.publication;
  return (
    <section aria-labelledby="certification-h">
      <h2 id="certification-h">{words.certification}</h2>
      <table className="dense">
        <thead>
          <tr>
            <th scope="col">{words.agency}</th>
            <th scope="col">{words.certifiedOn}</th>
          </tr>
        </thead>
        <tbody>
          {file.certification.map(({ agency, name, certifiedOn, org }) => (
            <tr key={agency}>
              <th scope="row" className="cap">
                {say(name)}
              </th>
              <td>
                {certifiedOn ? (
                  <>
                    <span className="tick" aria-hidden="true">
                      ✓
                    </span>
                    {date(certifiedOn)} {org ? <Organ id={org} /> : null}
                  </>
                ) : (
                  <span className="faint">{words.awaited}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CrossChecks({ file }: { readonly file: PublicationFile }) {
  const { t, say, number } = useSettings();
  const words = t.publication;
  const failing = file.checks.filter(({ holds }) => !holds);
  const explained = new Set(file.exceptions.map(({ check }) => check));
  return (
    <section aria-labelledby="checks-h">
      <h2 id="checks-h">{words.checks}</h2>
      {file.checks.length === 0 ? (
        <p className="faint">{words.noFigures}</p>
      ) : (
        <p>{t.paper.checkHolds(file.checks.length - failing.length, file.checks.length)}</p>
      )}
      {failing.map((check) => (
        <p key={check.name} className="form-alert">
          {say(check.says)} <b>{number(check.left)}</b> {check.relation} <b>{number(check.right)}</b> ·{' '}
          {explained.has(check.name) ? words.explained : words.fails}
        </p>
      ))}
      {file.checks.length === 0 ? null : (
        <details>
          <summary>{t.states.all}</summary>
          <ul className="checks">
            {file.checks
              .filter(({ holds }) => holds)
              .map((check) => (
                <li key={check.name}>
                  <span className="tick" aria-hidden="true">
                    ✓
                  </span>
                  {say(check.says)} <b>{number(check.left)}</b> {check.relation} <b>{number(check.right)}</b>
                </li>
              ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Proofs({ file }: { readonly file: PublicationFile }) {
  const { t, say, number } = useSettings();
  const amounts = useAmountsOf();
  const words = t.publication;
  const rows = new Map(file.annex.map((row) => [row.id, row]));
  const at = { asOf: file.publication.asOf, knownAt: file.publication.ledger && String(file.publication.ledger.size), rules: file.publication.ruleSet };
  return (
    <section aria-labelledby="proofs-h">
      <h2 id="proofs-h">{words.figures}</h2>
      {file.figures.length === 0 ? (
        <p className="faint">{words.noFigures}</p>
      ) : (
        <div className="wide" role="region" aria-labelledby="proofs-h" tabIndex={0}>
          <table className="dense">
            <thead>
              <tr>
                <th scope="col">{t.paper.table.id}</th>
                <th scope="col">{words.figure}</th>
                <th scope="col" className="num">
                  {words.value}
                </th>
                <th scope="col" className="num">
                  {words.units}
                </th>
                <th scope="col" className="num">
                  {words.events}
                </th>
                <th scope="col">{words.root}</th>
              </tr>
            </thead>
            <tbody>
              {file.figures.map((figure) => (
                <tr key={figure.figure}>
                  <td className="id">{figure.figure}</td>
                  <th scope="row" className="cap">
                    {say(rows.get(figure.figure)?.name ?? { zh: figure.figure, en: figure.figure })}
                  </th>
                  <td className="num">
                    <Link to="/figures/$id" params={{ id: figure.figure }} search={at} className="cell-link">
                      {amounts.number(figure.figure, figure.value)}
                    </Link>
                    {rows.get(figure.figure)?.of === undefined ? null : ` / ${number(rows.get(figure.figure)?.of ?? null)}`}
                  </td>
                  <td className="num">{number(figure.units)}</td>
                  <td className="num">{number(figure.events ?? null)}</td>
                  <td className="mono">{figure.root ? shortHash(figure.root) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
