/**
 * Files that run, fetch, or say who may do what, wherever in a repository they are: no plan of a request names them, and an author
 * has no reason to.
 */
const STEERING: readonly RegExp[] = [
  // What other programs run by themselves when they find it.
  /(^|\/)\.(?:git|github|gitlab|gitea|circleci|azuredevops|husky|devcontainer|vscode|idea|claude|cursor|codex|dlt|throughline)(?:\/|$)/iu,
  /(^|\/)\.(?:gitattributes|gitmodules|gitconfig|git-blame-ignore-revs|lfsconfig|mailmap|gitlab-ci\.ya?ml|travis\.ya?ml|pre-commit-config\.ya?ml|mcp\.json|envrc|env(?:\..*)?|npmrc|yarnrc(?:\.yml)?|netrc|pypirc|bashrc|profile|tool-versions|python-version|node-version|nvmrc|editorconfig|sqlfluff|sqlfluffignore|ruff\.toml)$/iu,
  /(^|\/)(?:CLAUDE|AGENTS|GEMINI)(?:\.local)?\.md$/iu,
  /(^|\/)(?:jenkinsfile|makefile|justfile|rakefile|dockerfile|containerfile|procfile|vagrantfile|codeowners|azure-pipelines\.ya?ml|docker-compose[^/]*\.ya?ml|compose\.ya?ml|taskfile\.ya?ml)(?:\.[^/]*)?$/iu,
  // What tools of Python and Node load before anything else.
  /(^|\/)(?:conftest|setup|sitecustomize|usercustomize|__init__|noxfile|tasks)\.py$/iu,
  /(^|\/)(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|ruff\.toml|pipfile(?:\.lock)?|poetry\.lock|uv\.lock|requirements[^/]*\.(?:txt|in|lock)|package(?:-lock)?\.json|tsconfig[^/]*\.json)$/iu,
  /\.(?:pth|pyc|pyd|so|dll|dylib|exe|sh|bash|zsh|fish|bat|cmd|ps1|jar|class|wasm|whl|egg|ipynb|js|mjs|cjs|ts|duckdb|wal)$/iu,
  // What dbt and Throughline are told by.
  /(^|\/)(?:dbt_project|profiles|packages|dependencies|package-lock|selectors|policy|throughline)\.ya?ml$/iu,
  /(^|\/)macros\//iu,
  /(^|\/)(?:dbt_packages|dbt_modules|target|logs)\//iu,
];

export function isSteering(path: string): boolean {
  return STEERING.some((pattern) => pattern.test(path));
}

/** Paths that other systems read otherwise than they are written, or that lead out of the project. */
export function isOddPath(path: string): boolean {
  const parts = path.split("/");
  return (
    path.startsWith("/") ||
    path.includes("\\") ||
    /[\u0000-\u001f\u007f]/u.test(path) ||
    parts.some((part) => part === "" || part === "." || part === ".." || /[. ]$/u.test(part) || /^git~\d/iu.test(part))
  );
}
