import { useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useConsole, useDistrictName } from '../app/console-settings.tsx';
import { NotFound } from '../app/not-found.tsx';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { DaysLeft } from '../case/time-limits.tsx';
import { pathOf } from '../command/catalogue.ts';
import { categoryName } from '../text/category-names.ts';
import { codeName } from '../text/code-names.ts';
import { categoryOf } from '../ui/format.ts';
import { RecordFile } from './record-file.tsx';

type File = Answer<'RecordFile'>;

/** A file of a procuratorate or a court, a document, an entry of a register: how it stands, what can be done now, what it refers to, and everything that happened. */
export function Page() {
  const { id } = useParams({ from: '/records/$id' });
  const path = pathOf(categoryOf(id));
  return path === undefined ? <NotFound /> : <Read key={id} address={`${path}/${id}`} />;
}

function Read({ address }: { readonly address: string }) {
  const file = useAnswer('RecordFile', address, {}, { keep: false });
  return (
    <div className="case">
      <PageAnswered of={file}>{(answer) => <Record file={answer} />}</PageAnswered>
    </div>
  );
}

function Record({ file }: { readonly file: File }) {
  const { say } = useSettings();
  const { clocks } = useConsole();
  const districtName = useDistrictName();
  const { category, status, district, limitClock, limitUntil } = file.record;
  const clock = clocks.find(({ id }) => id === limitClock);
  return (
    <RecordFile
      file={file}
      list="/records"
      tags={
        <>
          <span className="tag">{say(categoryName(category))}</span>
          <span>{say(codeName(status, 'status', category))}</span>
          {district ? <span>{districtName(district)}</span> : null}
          {clock && limitUntil ? (
            <span title={say(clock.basis)}>
              {say(clock.name)} <span className="keep">{limitUntil}</span> <DaysLeft until={limitUntil} />
            </span>
          ) : null}
        </>
      }
      without={['status', 'district']}
    />
  );
}
