/* The program that the tests of the real cmd run.
 *
 * printer [CODE] ...   appends its arguments to the file "log", each with a line feed, and a NUL with a line feed after the
 *                      last one; prints them, and exits with CODE if the first argument is a number, else with 0.
 * printer serve        starts the command lines that it reads from its standard input: the length of a directory's name, that
 *                      name, the length of a command line, that command line, all in UTF-8. What a command line prints goes
 *                      into the file "out" of its directory. The answer to each is its exit code on a line of its own.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <io.h>
#include <fcntl.h>

#define LONGEST 65536
#define SECONDS 30

static char text[4 * LONGEST];
static wchar_t directory[MAX_PATH], line[LONGEST];

static int receive(wchar_t *into, int room)
{
    int size;
    if (scanf("%d", &size) != 1 || getchar() != '\n' || size < 0 || size >= (int)sizeof text) return 0;
    if (fread(text, 1, size, stdin) != (size_t)size) return 0;
    into[size ? MultiByteToWideChar(CP_UTF8, 0, text, size, into, room - 1) : 0] = 0;
    return 1;
}

static long run(void)
{
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION started;
    DWORD code;
    wchar_t out[MAX_PATH + 8];

    wcscat(wcscpy(out, directory), L"/out");
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = CreateFileW(L"NUL", GENERIC_READ, 0, &inherited, OPEN_EXISTING, 0, NULL);
    startup.hStdOutput = CreateFileW(out, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, CREATE_ALWAYS, 0, NULL);
    startup.hStdError = startup.hStdOutput;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, directory, &startup, &started)) code = 9009;
    else {
        if (WaitForSingleObject(started.hProcess, SECONDS * 1000)) TerminateProcess(started.hProcess, 9999);
        WaitForSingleObject(started.hProcess, INFINITE);
        GetExitCodeProcess(started.hProcess, &code);
        CloseHandle(started.hProcess);
        CloseHandle(started.hThread);
    }
    CloseHandle(startup.hStdInput);
    CloseHandle(startup.hStdOutput);
    return (long)code;
}

static void put(FILE *file, const wchar_t *argument)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, argument, -1, text, sizeof text, NULL, NULL);
    fwrite(text, 1, size - 1, file);
    fputc('\n', file);
}

int wmain(int count, wchar_t **arguments)
{
    wchar_t *end = NULL;
    long code = count > 1 ? wcstol(arguments[1], &end, 10) : 0;
    FILE *log;

    _setmode(_fileno(stdout), _O_BINARY);
    if (count == 2 && !wcscmp(arguments[1], L"serve")) {
        _setmode(_fileno(stdin), _O_BINARY);
        while (receive(directory, MAX_PATH) && receive(line, LONGEST)) {
            printf("%ld\n", run());
            fflush(stdout);
        }
        return 0;
    }
    log = fopen("log", "ab");
    if (!log) return 99;
    for (int at = 1; at < count; at++) {
        put(log, arguments[at]);
        put(stdout, arguments[at]);
    }
    fwrite("\0\n", 1, 2, log);
    return end && !*end ? (int)code : 0;
}
