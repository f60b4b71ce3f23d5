const LIB = 'libs/user-batch-upload/src';

/** The rooms of the library, from the lowest to the highest. A room imports only rooms before it. */
const ROOMS = [
  'ports',
  'columns',
  'texts',
  'problems',
  'database',
  'load',
  'http',
  'work',
  'events',
  // The way of a file.
  'template',
  'parse',
  'match',
  'check',
  'sample',
  'stage',
  'upload',
  'edit',
  'review',
  'finish',
  'report',
  // After the commit.
  'delivery',
  'worker',
  'health',
  'page',
  'mount',
];

/** The texts of the page and what they are made with. */
const PAGE_TEXTS = `^${LIB}/texts/(language|plural|page-formats|(en|de)/page[^/]*)\\.ts$`;

const HOST = 'apps/platform/src';

/** What a module of the host offers to the others, beside its entities and its module. */
const DOORS = {
  'custom-fields': ['custom-field-value'],
  database: ['from-json', 'is-postgresql', 'sqlite-dialect'],
  invitations: ['shown-invitation'],
  mail: ['letter', 'mailer'],
  passwords: ['link-limits', 'new-password', 'password-links'],
  roles: ['may-give', 'roles-of-organisation'],
  session: ['attempts', 'devices', 'retry-after.filter', 'sessions', 'signed-in.guard', 'tokens'],
  users: ['change-user'],
};

module.exports = {
  forbidden: [
    ...ROOMS.slice(0, -1).map((room, index) => ({
      name: `no-later-room-in-${room}`,
      comment: 'A room imports only rooms before it.',
      severity: 'error',
      from: { path: `^${LIB}/${room}/` },
      to: {
        path: ROOMS.slice(index + 1).map((later) => `^${LIB}/${later}/`),
      },
    })),
    {
      name: 'root-holds-index-module-and-options',
      comment: 'Every other file has a room.',
      severity: 'error',
      from: {
        path: `^${LIB}/[^/]+\\.ts$`,
        pathNot: `^${LIB}/(index|user-batch-upload\\.(module|options))\\.ts$`,
      },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'multer-only-in-upload',
      severity: 'error',
      from: { pathNot: [`^${LIB}/upload/`, 'node_modules'] },
      to: { path: 'node_modules/multer/' },
    },
    {
      name: 'zip-and-xml-only-in-workbook',
      comment: 'They run in the process that reads workbooks, which has bounds.',
      severity: 'error',
      from: { pathNot: [`^${LIB}/parse/workbook/`, '^test/', 'node_modules'] },
      to: { path: 'node_modules/(yauzl|saxes)/' },
    },
    {
      name: 'workbook-reader-loads-no-framework',
      comment: 'Its process starts for each workbook; only what serves knows refusals.',
      severity: 'error',
      from: {
        path: `^${LIB}/parse/workbook/`,
        pathNot: '(/(workbook|reader-lines)|\\.spec)\\.ts$',
      },
      to: { path: [`^${LIB}/problems/`, 'node_modules/@nestjs/'] },
    },
    {
      name: 'parse-is-pure',
      comment: 'Bytes to rows: no database, no framework but its refusals.',
      severity: 'error',
      from: { path: `^${LIB}/parse/`, pathNot: '\\.spec\\.ts$' },
      to: { path: [`^${LIB}/(database|ports|work)/`, 'node_modules/@(nestjs|mikro-orm)/'] },
    },
    {
      name: 'ports-know-nothing',
      comment: 'A port is what we ask of the host: it imports only other ports.',
      severity: 'error',
      from: { path: `^${LIB}/ports/` },
      to: { path: `^${LIB}/`, pathNot: `^${LIB}/ports/` },
    },
    {
      name: 'entity-ports-know-what-a-host-knows',
      comment: 'Ports from entities stand where a host does: they ask only for the database.',
      severity: 'error',
      from: { path: '^libs/user-batch-upload/mikro-orm/' },
      to: { path: `^${LIB}/`, pathNot: `^${LIB}/(ports|columns|database)/` },
    },
    {
      name: 'library-knows-no-other-entry',
      comment:
        'The module works without the ready-made ports, the queues and the helpers for tests.',
      severity: 'error',
      from: { path: `^${LIB}/`, pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/user-batch-upload/(mikro-orm|bull|bullmq|testing)/' },
    },
    {
      name: 'library-knows-no-host',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'page-takes-only-its-texts',
      comment:
        'What the page imports from the server are types, and the texts that are written for it.',
      severity: 'error',
      from: { path: '^libs/user-batch-upload/ui/' },
      to: {
        path: `^${LIB}/`,
        pathNot: PAGE_TEXTS,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'page-texts-stand-alone',
      comment: 'They go into the bundle of the page.',
      severity: 'error',
      from: { path: `^${LIB}/texts/(en|de)/page` },
      to: { path: `^${LIB}/`, pathNot: PAGE_TEXTS },
    },
    {
      name: 'host-comes-through-the-front-door',
      comment: 'A host imports user-batch-upload, never a file inside it.',
      severity: 'error',
      from: { path: '^apps/' },
      to: {
        path: '^libs/user-batch-upload/',
        pathNot: [
          '^libs/user-batch-upload/(dist/)?(src|mikro-orm|bull)/index\\.(ts|js|d\\.ts)$',
          '^libs/user-batch-upload/package\\.json$',
        ],
      },
    },
    {
      name: 'modules-meet-through-their-doors',
      comment:
        'A module of the host imports the entities, the module and the door of another, nothing else.',
      severity: 'error',
      from: { path: `^${HOST}/([^/]+)/`, pathNot: 'spec\\.ts$' },
      to: {
        path: `^${HOST}/[^/]+/`,
        pathNot: [
          `^${HOST}/$1/`,
          '\\.(entity|module)\\.ts$',
          ...Object.entries(DOORS).map(
            ([module, files]) => `^${HOST}/${module}/(${files.join('|')})\\.ts$`,
          ),
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['types', 'import', 'default'],
      exportsFields: ['exports'],
    },
  },
};
