package dev.parley.modem;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can go wrong between the host and a modem; the message is one sentence for the operator. */
public abstract sealed class ModemException extends IOException
        permits BringUpException,
                CommandFailedException,
                CommandInterruptedException,
                LinkLostException,
                ListenOnlyException,
                ModemResetException,
                NoAnswerException,
                OffloadException,
                PortInUseException,
                SendFailedException,
                SocketClosedException,
                SocketOpenException {
    ModemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
