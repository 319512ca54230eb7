@echo off
rem Starts Parley with the first Java that is new enough: PARLEY_JAVA, JAVA_HOME, the PATH, then the usual places.
setlocal EnableExtensions DisableDelayedExpansion
set "required=25"
set "home="

if not defined PARLEY_JAVA goto search
call :consider "%PARLEY_JAVA%"
if defined home goto run
>&2 echo parley: PARLEY_JAVA=%PARLEY_JAVA% is not a Java %required% or newer.
exit /b 2

:search
if defined JAVA_HOME call :consider "%JAVA_HOME%"
if defined home goto run
for /f "delims=" %%j in ('where java 2^>nul') do call :consider "%%~dpj.."
if defined home goto run
for %%v in ("Eclipse Adoptium" Java Microsoft Zulu BellSoft "Amazon Corretto") do (
    for /d %%j in ("%ProgramFiles%\%%~v\*") do call :consider "%%~j"
)
for /d %%j in ("%USERPROFILE%\.jdks\*") do call :consider "%%~j"
for /d %%j in ("%USERPROFILE%\.sdkman\candidates\java\*") do call :consider "%%~j"
if defined home goto run
>&2 echo parley: Parley needs Java %required% or newer and found none: install a JDK %required% (for example from https://adoptium.net), or name one you have in PARLEY_JAVA or JAVA_HOME.
exit /b 2

:run
set "lib=%~dp0..\lib"
set "cache="
if exist "%lib%\parley.aot" set cache="-XX:AOTCache=%lib%\parley.aot"
"%home%\bin\java.exe" %cache% "@%lib%\jvm.options" "--module-path=%lib%" --module=dev.parley/dev.parley.Main %*
exit /b %ERRORLEVEL%

rem Takes %1 as home if nothing was taken before and its "release" file names a version that is new enough.
:consider
if defined home exit /b
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
for /f "usebackq tokens=2 delims==" %%r in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do (
    for /f "delims=.-+ " %%m in ("%%~r") do if %%m GEQ %required% set "home=%~1"
)
exit /b
