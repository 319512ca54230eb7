package dev.parley.sim.modem;

/** How the last TCP/IP command ended: what {@code AT+QIGETERROR} tells. For the modem's thread. */
final class TcpResult {
    private TcpError last = TcpError.SUCCESS;

    void reset() {
        last = TcpError.SUCCESS;
    }

    void ended(TcpError error) {
        last = error;
    }

    /** Remembers how a command ended, and gives the answer that goes with it. */
    Answer ended(TcpError error, Answer answer) {
        last = error;
        return answer;
    }

    Answer failed(TcpError error) {
        return ended(error, Answer.ERROR);
    }

    Answer succeeded(Answer answer) {
        return ended(TcpError.SUCCESS, answer);
    }

    /** {@code AT+QIGETERROR}. */
    Answer tell(AtCommand command) {
        return switch (command.form()) {
            case EXECUTE -> Answer.information("+QIGETERROR: " + last.number() + "," + last.text());
            case TEST -> Answer.OK;
            case READ, SET -> Answer.ERROR;
        };
    }
}
