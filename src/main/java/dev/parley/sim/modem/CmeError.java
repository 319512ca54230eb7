package dev.parley.sim.modem;

/** The errors the modem gives a number (3GPP TS 27.007 section 9.2; 400 and more: Quectel's file commands). */
enum CmeError {
    NOT_ALLOWED(3, "operation not allowed"),
    SIM_MISSING(10, "SIM not inserted"),
    SIM_PIN_REQUIRED(11, "SIM PIN required"),
    WRONG_PASSWORD(16, "incorrect password"),
    INVALID_INPUT(400, "invalid input value"),
    FILE_NOT_FOUND(405, "file not found"),
    INVALID_FILE_NAME(406, "invalid file name"),
    FILE_EXISTS(407, "file already existed"),
    INVALID_FILE_HANDLE(416, "invalid file handle"),
    NO_SPACE(420, "no space"),
    FILE_TIMEOUT(421, "time out"),
    FILE_OPENED(426, "file already opened");

    private final int number;
    private final String text;

    CmeError(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The final result in the form of {@code AT+CMEE}: 0 plain, 1 with the number, 2 with the words. */
    String result(int form) {
        return switch (form) {
            case 0 -> "ERROR";
            case 1 -> "+CME ERROR: " + number;
            default -> "+CME ERROR: " + text;
        };
    }
}
