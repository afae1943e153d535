/** The only file that reads the process's environment: everything else is handed what it needs. */
export const environment = {
  /** Where programs are looked up. */
  searchPath: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
  /** What `env:` references are looked up in. */
  variables: process.env,
  /** Who is acting, when neither --as nor the configuration says. */
  user: process.env["THROUGHLINE_USER"],
  accountName: process.env["USER"] ?? process.env["LOGNAME"] ?? process.env["USERNAME"],
  /** Named by the crash suite alone: the point at which this process kills itself. */
  crashAt: process.env["THROUGHLINE_CRASH_AT"],
  /** The engine of containers, when it is not the system's. */
  dockerHost: process.env["DOCKER_HOST"],
  /** What the docker command sees: where programs, its configuration and its engine are. */
  forDocker: {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    HOME: process.env["HOME"] ?? "/",
    ...(process.env["DOCKER_HOST"] ? { DOCKER_HOST: process.env["DOCKER_HOST"] } : {}),
    ...(process.env["DOCKER_CONFIG"] ? { DOCKER_CONFIG: process.env["DOCKER_CONFIG"] } : {}),
    ...(process.env["DOCKER_CONTEXT"] ? { DOCKER_CONTEXT: process.env["DOCKER_CONTEXT"] } : {}),
  },
  /** Where a clone keeps compiled code of authors, when it keeps any: apart from ours, which no author may write. */
  authorCompileCache: process.env["NODE_COMPILE_CACHE"] && `${process.env["NODE_COMPILE_CACHE"]}-of-authors`,
  /** What the delivery process sees: the Python to use, and what any program needs to start. */
  forDelivery: {
    PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    HOME: process.env["HOME"] ?? "/",
    LANG: "C.UTF-8",
    ...(process.env["NODE_COMPILE_CACHE"] ? { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] } : {}),
    ...(process.env["TMPDIR"] ? { TMPDIR: process.env["TMPDIR"] } : {}),
    ...(process.env["THROUGHLINE_PYTHON"] ? { THROUGHLINE_PYTHON: process.env["THROUGHLINE_PYTHON"] } : {}),
  },
} as const;
