@echo off
rem Reception Desk: installs what is missing, then runs the desk. The counterpart of ./desk for Windows.
rem
rem   desk                 open the desk
rem   desk test [ARGS]     every check: lint, then pytest with ARGS (default: all, a worker a core)
rem   desk lint            ruff, pyright and import contracts only
rem   desk COMMAND [ARGS]  any other command of the program, for example desk doctor
rem
rem Deleting .venv makes the next run install everything again.
setlocal EnableExtensions DisableDelayedExpansion

rem The sentences below are UTF-8; the window gets its own code page back at the end.
for /f "tokens=2 delims=:." %%c in ('chcp') do set "codepage=%%c"
chcp 65001 >nul

set "project=%~dp0"
set "project=%project:~0,-1%"
set "venv=%project%\.venv"
set "installed=%venv%\installed"
set "log=%venv%\setup.log"
set "command=%~1"
set "lock=requirements.lock"
if /i "%command%"=="test" set "lock=requirements-dev.lock"
if /i "%command%"=="lint" set "lock=requirements-dev.lock"

call :set_up
if errorlevel 1 goto :end

rem The program is found wherever it stands, and no module of the current folder is.
set "PYTHONPATH=%project%"
set "PYTHONSAFEPATH=1"
set "PYTHONUTF8=1"
if /i "%command%"=="test" goto :test
if /i "%command%"=="lint" goto :lint
"%venv%\Scripts\python.exe" -m reception_desk %*
goto :end

:lint
pushd "%project%"
call :lint_project
popd
goto :end

:test
set "arguments="
:next_argument
shift /1
if "%~1"=="" goto :run_tests
set "arguments=%arguments% %1"
goto :next_argument
:run_tests
if not defined arguments set "arguments= -q -n auto --maxprocesses 4 --dist worksteal"
pushd "%project%"
call :lint_project
set "linted=%errorlevel%"
"%venv%\Scripts\python.exe" -m pytest%arguments%
if not errorlevel 1 call :leave_with %linted%
popd
goto :end

:end
set "result=%errorlevel%"
chcp %codepage% >nul
exit /b %result%

rem ---- Set-up -------------------------------------------------------------------------

:set_up
if not exist "%venv%\Scripts\python.exe" (
    call :make_venv
    if errorlevel 1 exit /b 1
)
rem What has been installed is kept as a copy of the list it was installed from.
fc /b "%project%\%lock%" "%installed%\%lock%" >nul 2>&1
if not errorlevel 1 exit /b 0
echo 接访台：正在安装 Python 组件（%lock%），首次需要几分钟
set "PIP_USER=0"
"%venv%\Scripts\python.exe" -m pip install --no-input --disable-pip-version-check --no-compile --require-hashes -r "%project%\%lock%" >>"%log%" 2>&1
if errorlevel 1 (
    echo 接访台：安装没有成功，完整记录见 %log%
    exit /b 1
)
rem Explicitly, because PYTHONDONTWRITEBYTECODE may be set: without bytecode the desk takes
rem three times as long to open.
"%venv%\Scripts\python.exe" -m compileall -q -j 0 "%venv%\Lib" "%project%\reception_desk" >>"%log%" 2>&1
if not exist "%installed%" mkdir "%installed%"
copy /y "%project%\requirements.lock" "%installed%\" >nul
copy /y "%project%\%lock%" "%installed%\" >nul
exit /b 0

:make_venv
call :find_python
if not defined python (
    echo 接访台：需要 Python 3.11 或更高版本，本机没有找到。请从 python.org 安装后再运行。
    exit /b 1
)
echo 接访台：正在建立 Python 环境
%python% -m venv --clear "%venv%"
exit /b %errorlevel%

:find_python
set "python="
for %%v in (3.13 3.12 3.11) do call :try_python py -%%v
call :try_python python
exit /b 0

:try_python
if defined python exit /b 0
%* -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
if not errorlevel 1 set "python=%*"
exit /b 0

:lint_project
set "found=0"
"%venv%\Scripts\python.exe" -m ruff check . || set "found=1"
"%venv%\Scripts\python.exe" -m ruff format --check . || set "found=1"
"%venv%\Scripts\python.exe" -m basedpyright || set "found=1"
"%venv%\Scripts\python.exe" -c "from importlinter.cli import lint_imports_command; lint_imports_command()" || set "found=1"
exit /b %found%

:leave_with
exit /b %1
