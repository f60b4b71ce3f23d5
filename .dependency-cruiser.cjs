/** The way of a file: a step never imports a later one. `events` stands before `finish`, which writes the outbox. */
const STEPS = [
  'template',
  'load',
  'parse',
  'match',
  'check',
  'stage',
  'review',
  'events',
  'finish',
  'report',
];
const LIB = 'libs/user-batch-upload/src';

/** What a step may import although it comes later, and why. */
const EXCEPTIONS = {
  // A verdict's changes are the event's changes: one shape, no mapper.
  load: [`${LIB}/events/events\\.ts$`, `${LIB}/parse/open-file\\.ts$`],
  stage: [`${LIB}/events/events\\.ts$`],
};

module.exports = {
  forbidden: [
    ...STEPS.slice(0, -1).map((step, index) => ({
      name: `no-later-step-in-${step}`,
      comment: 'A step of the flow never imports a later one.',
      severity: 'error',
      from: { path: `^${LIB}/${step}/` },
      to: {
        path: STEPS.slice(index + 1).map((later) => `^${LIB}/${later}/`),
        pathNot: EXCEPTIONS[step] ?? [],
      },
    })),
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'multer-only-in-upload',
      severity: 'error',
      from: { pathNot: [`^${LIB}/upload/`, 'node_modules'] },
      to: { path: 'node_modules/multer/' },
    },
    {
      name: 'csv-parse-only-in-records',
      severity: 'error',
      from: { pathNot: [`^${LIB}/parse/records\\.ts$`, 'node_modules', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/csv-parse/' },
    },
    {
      name: 'parse-is-pure',
      comment: 'Bytes to rows: no database, no framework but its refusals.',
      severity: 'error',
      from: { path: `^${LIB}/parse/`, pathNot: '\\.spec\\.ts$' },
      to: { path: [`^${LIB}/(sql|ports|runner)/`, 'node_modules/@(nestjs|mikro-orm)/'] },
    },
    {
      name: 'ports-know-nothing',
      comment: 'A port is what we ask of the host: it imports only other ports.',
      severity: 'error',
      from: { path: `^${LIB}/ports/` },
      to: { path: `^${LIB}/`, pathNot: `^${LIB}/ports/` },
    },
    {
      name: 'library-knows-no-host',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'host-comes-through-the-front-door',
      comment: 'A host imports user-batch-upload, never a file inside it.',
      severity: 'error',
      from: { path: '^apps/' },
      to: {
        path: '^libs/user-batch-upload/',
        pathNot: [
          '^libs/user-batch-upload/(dist/)?src/index\\.(ts|js|d\\.ts)$',
          '^libs/user-batch-upload/package\\.json$',
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
