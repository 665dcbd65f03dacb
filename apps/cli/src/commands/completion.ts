import { EXIT, Fault } from '@interlock/hosting';
import { type Command } from 'commander';
import { type Terminal } from '../terminal/terminal.ts';

interface Completed {
  readonly name: string;
  readonly words: readonly string[];
}

/** Prints a static script: commands, their subcommands and options. */
export function addCompletion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print the completion script of a shell: bash, zsh, fish or powershell')
    .argument('<shell>')
    .action((shell: string) => {
      const commands = completedOf(program);
      const make = SHELLS[shell];
      if (!make)
        throw new Fault({
          code: 'SHELL_UNKNOWN',
          what: `There is no completion for ${shell}`,
          why: `known are ${Object.keys(SHELLS).join(', ')}`,
          how: 'name one of these',
          exit: EXIT.usage,
        });
      terminal.out.print(make(commands));
    });
}

function completedOf(program: Command): readonly Completed[] {
  return program.commands.map((command) => ({
    name: command.name(),
    words: [
      ...command.commands.map((sub) => sub.name()),
      ...new Set([command, ...command.commands].flatMap((one) => one.options.flatMap(({ long }) => (long === undefined ? [] : [long])))),
    ],
  }));
}

const SHELLS: Readonly<Record<string, ((commands: readonly Completed[]) => string) | undefined>> = {
  bash: (commands) =>
    [
      '# bash: interlock completion bash > ~/.local/share/bash-completion/completions/interlock',
      '_interlock() {',
      '  local current=${COMP_WORDS[COMP_CWORD]} words',
      `  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ name }) => name).join(' ')}"`,
      '  else case ${COMP_WORDS[1]} in',
      ...commands.map(({ name, words }) => `    ${name}) words="${words.join(' ')}" ;;`),
      '  esac; fi',
      '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
      '}',
      'complete -o default -F _interlock interlock',
    ].join('\n'),
  zsh: (commands) =>
    [
      '#compdef interlock',
      '# zsh: interlock completion zsh > a file _interlock in a folder of $fpath',
      '_interlock() {',
      `  if (( CURRENT == 2 )); then compadd -- ${commands.map(({ name }) => name).join(' ')}; return; fi`,
      '  case $words[2] in',
      ...commands.map(({ name, words }) => `    ${name}) compadd -- ${words.join(' ')} ;;`),
      '  esac',
      '  _files',
      '}',
      '_interlock "$@"',
    ].join('\n'),
  fish: (commands) =>
    [
      '# fish: interlock completion fish > ~/.config/fish/completions/interlock.fish',
      ...commands.flatMap(({ name, words }) => [
        `complete -c interlock -n __fish_use_subcommand -a ${name}`,
        ...words.map(
          (word) =>
            `complete -c interlock -n '__fish_seen_subcommand_from ${name}' ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`}`,
        ),
      ]),
    ].join('\n'),
  powershell: (commands) =>
    [
      '# PowerShell: interlock completion powershell | Out-String | Invoke-Expression',
      'Register-ArgumentCompleter -Native -CommandName interlock -ScriptBlock {',
      '  param($word, $ast, $cursor)',
      '  $words = @{',
      ...commands.map(({ name, words }) => `    '${name}' = @(${words.map((word) => `'${word}'`).join(', ')})`),
      '  }',
      '  $given = @($ast.CommandElements | ForEach-Object { $_.ToString() })',
      '  $choices = if ($given.Count -le 1 -or ($given.Count -eq 2 -and $word)) { $words.Keys } else { $words[$given[1]] }',
      '  $choices | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }',
      '}',
    ].join('\n'),
};
