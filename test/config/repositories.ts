/** Small repositories of each kind, without dependencies, and what their benchmarks print. */
export const REPOSITORIES: readonly {
  readonly name: string;
  /** The program that runs it. */
  readonly needs: string;
  readonly files: Readonly<Record<string, string>>;
  readonly benchmarks: readonly string[];
  readonly prints: RegExp;
}[] = [
  {
    name: 'a package with benchmark scripts, run without npm where that is possible',
    needs: 'npm',
    files: {
      'package.json': JSON.stringify({
        scripts: {
          build: 'node build.js',
          bench: 'node out/bench.js 3',
          'bench:shell': 'node out/bench.js "3" | cat',
          test: 'false',
        },
      }),
      'build.js':
        'const fs = require("fs"); fs.mkdirSync("out"); fs.copyFileSync("bench.js", "out/bench.js");',
      'bench.js': 'console.log("ran", process.argv[2])',
    },
    benchmarks: ['bench', 'bench-shell'],
    prints: /^ran 3\n$/,
  },
  {
    name: 'a package with a program',
    needs: 'npm',
    files: {
      'package.json': JSON.stringify({ name: '@scope/tool', bin: './cli.js' }),
      'cli.js': 'console.log("ran")',
    },
    benchmarks: ['tool'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Makefile that links programs from C, by way of variables',
    needs: 'make',
    files: {
      Makefile:
        'CC ?= cc\nPROG := parse\nSRCS = main.c\nOBJS = $(SRCS:.c=.o)\n\nall: $(PROG)\n\n$(PROG): $(OBJS)\n\t$(CC) -o $@ $^\n\ntest: all\n\tfalse\n',
      'main.c': '#include <stdio.h>\nint main(void) { puts("ran"); return 0; }\n',
    },
    benchmarks: ['parse'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Makefile with a benchmark target',
    needs: 'make',
    files: {
      Makefile:
        '.PHONY: all bench\nall: prog\nprog: main.c\n\tcc -o $@ $<\nbench: all ## measure\n\t@./prog\n',
      'main.c': '#include <stdio.h>\nint main(void) { puts("ran"); return 0; }\n',
    },
    benchmarks: ['bench'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Makefile with nothing but tests',
    needs: 'make',
    files: { Makefile: 'check:\n\t@echo ran\n' },
    benchmarks: ['check'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Go module with programs',
    needs: 'go',
    files: {
      'go.mod': 'module example.org/tool/v2\n\ngo 1.21\n',
      'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("ran\\n") }\n',
      'cmd/extra/main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("ran\\n") }\n',
    },
    benchmarks: ['tool', 'extra'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Go package with benchmarks',
    needs: 'go',
    files: {
      'go.mod': 'module example.org/lib\n\ngo 1.21\n',
      'inner/fast/fast.go': 'package fast\n\nfunc Add(a, b int) int { return a + b }\n',
      'inner/fast/fast_test.go':
        'package fast\n\nimport "testing"\n\nfunc BenchmarkAdd(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t\tAdd(i, i)\n\t}\n}\n',
    },
    benchmarks: ['inner/fast'],
    prints: /BenchmarkAdd\S*\s+100\s/,
  },
  {
    name: 'a Rust workspace with a package',
    needs: 'cargo',
    files: {
      'Cargo.toml': '[workspace]\nmembers = [\n  "crates/*", # all\n]\nresolver = "2"\n',
      'crates/tool/Cargo.toml': '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n',
      'crates/tool/src/main.rs': 'fn main() { println!("ran"); }\n',
    },
    benchmarks: ['tool'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Rust library with a bench',
    needs: 'cargo',
    files: {
      'Cargo.toml':
        '[package]\nname = "lib"\nversion = "0.1.0"\nedition = "2021"\n\n[[bench]]\nname = "speed"\nharness = false\n',
      'src/lib.rs': 'pub fn one() -> i32 { 1 }\n',
      'benches/speed.rs': 'fn main() { println!("ran {}", lib::one()); }\n',
    },
    benchmarks: ['speed'],
    prints: /^ran 1\n$/,
  },
  {
    name: 'a Python project with a package that runs and a console script',
    needs: 'python3',
    files: {
      'pyproject.toml':
        '[project]\nname = "tool"\nversion = "1"\ndependencies = []\n\n[project.scripts]\nother = "tool.other:main"\n',
      'src/tool/__init__.py': '',
      'src/tool/__main__.py': 'print("ran")\n',
      'src/tool/other.py': 'def main():\n    print("ran")\n',
    },
    benchmarks: ['tool', 'other'],
    prints: /^ran\n$/,
  },
  {
    name: 'a Python project with benchmark scripts',
    needs: 'python3',
    files: {
      'pyproject.toml': '[project]\nname = "tool"\nversion = "1"\n',
      'tool/__init__.py': 'def run():\n    print("ran")\n',
      'benchmarks/parse.py': 'import tool\ntool.run()\n',
      'benchmarks/__init__.py': '',
    },
    benchmarks: ['parse'],
    prints: /^ran\n$/,
  },
  {
    name: 'a CMake project with an executable in a folder, and tests',
    needs: 'cmake',
    files: {
      'CMakeLists.txt':
        'cmake_minimum_required(VERSION 3.13)\nproject(tool C)\n# add_executable(old old.c)\nadd_subdirectory(tools)\nadd_executable(test_tool tools/main.c)\n',
      'tools/CMakeLists.txt': 'add_executable(tool\n  main.c)\n',
      'tools/main.c': '#include <stdio.h>\nint main(void) { puts("ran"); return 0; }\n',
    },
    benchmarks: ['tool'],
    prints: /^ran\n$/,
  },
];
