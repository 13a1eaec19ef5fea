import pg from 'pg';
import { type CivilDate, addDays, civilDateAt, districtCodes, figures } from '@casetrail/domain';
import { naiveRecount } from '@casetrail/domain/testing';
import { Ledger } from '@casetrail/ledger';
import { Figures, digestOf, rebuildFigures, rebuildViews, viewsDigest } from '@casetrail/readmodel';
import type { Site } from './site.ts';

/** The naive recount is slow on purpose: it is asked about a beginning of the ledger of at most this many events. */
const NAIVE_UP_TO = 2500;

/** Figures and views that have grown, through all the kills, against ones that are made anew; and the figures against a naive recount. */
export async function readModelViolations(site: Site): Promise<string[]> {
  const head = await site.caughtUp();
  const violations: string[] = [];
  const [grown, shown] = [await digestOf(site.admin), await viewsDigest(site.admin)];
  if (grown.position !== head || shown.position !== head)
    violations.push(`the read models are at ${grown.position} and ${shown.position}, the ledger at ${head}`);

  violations.push(...(await naiveViolations(site, Math.min(head, NAIVE_UP_TO))));

  const { isSame, verdict } = await rebuildFigures({ connectionString: site.postgres.url }, { workers: 0, compare: true });
  if (!isSame) violations.push(`figures kept up to date and figures counted anew differ: ${JSON.stringify(verdict)}`);
  await rebuildViews(site.admin);
  const again = await viewsDigest(site.admin);
  if (JSON.stringify(again) !== JSON.stringify(shown))
    violations.push(`views kept up to date and views made anew differ: ${JSON.stringify(shown)}, ${JSON.stringify(again)}`);
  return violations;
}

async function naiveViolations({ postgres }: Site, position: number): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  try {
    const log = (await new Ledger(pool).read(0, position)) as Parameters<typeof naiveRecount>[0];
    const today = civilDateAt(new Date());
    const dates: readonly CivilDate[] = [today, addDays(today, -1)];
    const violations: string[] = [];
    for (const asOf of dates) {
      const naive = naiveRecount(log, asOf, position);
      const { city, districts } = await new Figures(pool).byDistrict({ asOf, knownAt: { position } });
      for (const { id } of figures)
        for (const place of ['', ...districtCodes]) {
          const [counted, recounted] = [(place === '' ? city : districts[place as keyof typeof districts])[id], naive.get(`${id}|${place}`) ?? 0];
          if (counted !== recounted) violations.push(`${id} ${place} as of ${asOf}, known at ${position}: ${counted}, naively ${recounted}`);
        }
    }
    return violations;
  } finally {
    await pool.end();
  }
}
