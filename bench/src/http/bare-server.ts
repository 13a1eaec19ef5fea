// What the api is measured against: node bare-server.js <url> <port>. One route of Fastify that does one insert and says where.
import Fastify from 'fastify';
import pg from 'pg';

const CONNECTIONS = 16;
const [url, port] = [process.env['DATABASE_URL'], Number(process.env['PORT'])];
const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
await pool.query('create table if not exists bare (position bigint generated always as identity primary key, event jsonb not null)');
const server = Fastify();
server.post('/bare', async (request, reply) => {
  const { rows } = await pool.query<{ position: string }>({
    name: 'bare',
    text: 'insert into bare (event) values ($1) returning position',
    values: [JSON.stringify(request.body)],
  });
  return reply.code(201).send({ position: Number(rows[0]?.position) });
});
await server.listen({ port, host: '127.0.0.1' });
