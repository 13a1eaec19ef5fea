import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef, useState } from 'react';
import { useSettings } from '../app/settings.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { RecordName } from '../ui/record-link.tsx';
import { usePrinting } from '../ui/printing.tsx';

const ROW = 34;
export type Column<R> = { readonly name: string; readonly isNumber?: boolean; readonly cell: (row: R) => ReactNode };
type Table<R> = {
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  readonly columns: readonly Column<R>[];
  readonly eventsOf: (row: R) => readonly string[];
  readonly onEnd: () => void;
};

/** Units, each with what is known of it. A row opens in place to its events. Only the rows that are seen are in the page, between two spacers, in a real table; all of them where it is printed. */
export function FactTable<R extends { readonly unit: string }>({ rows, keyOf, columns, eventsOf, onEnd }: Table<R>) {
  const { t } = useSettings();
  const [open, setOpen] = useState<string>();
  const isPrinting = usePrinting();
  const scroller = useRef<HTMLDivElement>(null);
  const keyAt = (i: number) => keyOf(rows[i] as R);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (i) => (keyAt(i) === open ? `${keyAt(i)} open` : keyAt(i)), // an opened row is measured again
    onChange: ({ range }) => range && range.endIndex >= rows.length - 20 && onEnd(),
  });
  const seen = virtual.getVirtualItems();
  const items = isPrinting ? rows.map((row, index) => ({ index, key: keyOf(row) })) : seen;
  const [before, after] = isPrinting ? [0, 0] : [seen[0]?.start ?? 0, virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)];
  return (
    <div className="facts" ref={scroller} tabIndex={0} role="region" aria-label={t.figure.scroller}>
      <table className="dense" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t.figure.units.unit}</th>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" className={isNumber ? 'num' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {before > 0 ? <Spacer height={before} columns={columns.length + 1} /> : null}
        {items.map((item) => {
          const row = rows[item.index] as R;
          const isOpen = keyOf(row) === open;
          return (
            <tbody key={item.key} data-index={item.index} ref={virtual.measureElement}>
              <tr aria-rowindex={item.index + 2} className={isOpen ? 'open-row' : ''}>
                <td>
                  <button type="button" className="disclose" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? undefined : keyOf(row))}>
                    <RecordName id={row.unit} />
                  </button>
                </td>
                {columns.map(({ name, isNumber, cell }) => (
                  <td key={name} className={isNumber ? 'num' : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
              {isOpen ? (
                <tr className="events-row">
                  <td colSpan={columns.length + 1}>
                    <p className="faint">{t.figure.events}</p>
                    <ol>
                      {eventsOf(row).map((event) => (
                        <EventLine key={event} event={event} />
                      ))}
                    </ol>
                  </td>
                </tr>
              ) : null}
            </tbody>
          );
        })}
        {after > 0 ? <Spacer height={after} columns={columns.length + 1} /> : null}
      </table>
    </div>
  );
}

const Spacer = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tbody aria-hidden="true">
    <tr style={{ height }}>
      <td colSpan={columns} />
    </tr>
  </tbody>
);
