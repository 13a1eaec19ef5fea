import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import type { Answer } from '@casetrail/contracts';
import { ask, problemOf, read } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { useBegin } from '../command/begin.tsx';
import { PurposeChoice } from '../ui/purpose-choice.tsx';
import { ProblemNotice } from '../ui/states.tsx';
import { type Purpose, purposes } from './purposes.ts';

/** Finds one person by the whole identity number. It stands in what is sent and nowhere else; nobody, and somebody out of reach, are one answer. */
export function Page() {
  const { t } = useSettings();
  const { may } = useOffice();
  const words = t.persons;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {may.includes('personal-data.find') ? <Find /> : <p className="empty">{words.notYours}</p>}
      <Register />
    </div>
  );
}

/** Whoever is found by no number is registered, under a pseudonym. */
function Register() {
  const { buttons, form } = useBegin('person');
  return (
    <>
      {buttons.length > 0 ? <p className="form-actions">{buttons}</p> : null}
      {form}
    </>
  );
}

function Find() {
  const { t } = useSettings();
  const navigate = useNavigate();
  const field = useId();
  const [idNumber, setNumber] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('');
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const words = t.persons;
  const find = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    setAsking(true);
    try {
      const answer = await ask('/v1/persons/find', { method: 'POST', body: { idNumber, purpose } });
      const { person: id } = (await answer.json()) as Answer<'PersonFound'>;
      const path = `/v1/persons/${id}`;
      await queryClient.fetchQuery({ queryKey: [path, {}], queryFn: () => read<Answer<'PersonFile'>>(path) });
      await navigate({ to: '/persons/$id', params: { id }, search: {} });
    } catch (failed) {
      setError(failed);
    } finally {
      setAsking(false);
    }
  };
  const isWrong = problemOf(error).errors?.some(({ path }) => path === 'idNumber');
  return (
    <form className="find-person" onSubmit={(event) => void find(event)}>
      <div className="field" data-invalid={isWrong || undefined}>
        <label htmlFor={field}>{words.idNumber}</label>
        <input
          id={field}
          value={idNumber}
          onChange={({ target }) => setNumber(target.value)}
          aria-invalid={isWrong}
          aria-describedby={`${field}-h`}
          autoComplete="off"
          spellCheck={false}
        />
        <span id={`${field}-h`} className={isWrong ? 'error' : 'help'} role={isWrong ? 'alert' : undefined}>
          {isWrong ? words.wrong : words.whole}
        </span>
      </div>
      <PurposeChoice label={t.persons.purpose} purposes={purposes} value={purpose} onChange={setPurpose} />
      <button className="button primary" disabled={isAsking || idNumber.trim() === '' || purpose === ''}>
        {words.find}
      </button>
      {error === undefined || isWrong ? null : problemOf(error).code === 'person/is-unknown' ? (
        <section className="problem" role="alert">
          <h2>{words.nobody}</h2>
          <p>{words.nobodyHelp}</p>
        </section>
      ) : (
        <ProblemNotice error={error} />
      )}
    </form>
  );
}
