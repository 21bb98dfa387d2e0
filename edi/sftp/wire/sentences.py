"""What is said when a partner's server cannot be reached, does not know us, or answers no."""

from __future__ import annotations

from edi.message import Message

NO_KNOWN_HOSTS = Message(
    "{file} : le fichier des clés connues manque ou ne se lit pas ({why}) ; pas de connexion. Demandez au partenaire "
    "l'empreinte de {server}, puis remplissez-le avec ssh-keyscan.",
    "{file}: the file of known keys is missing or cannot be read ({why}); no connection. Ask the partner for the "
    "fingerprint of {server}, then fill it with ssh-keyscan.",
)
DAMAGED_KNOWN_HOSTS = Message(
    "{file} : le fichier des clés connues est abîmé ({why}) ; pas de connexion.",
    "{file}: the file of known keys is damaged ({why}); no connection.",
)
UNKNOWN_KEY = Message(
    "sftp {server} : serveur inconnu de {file} (il montre {kind} {fingerprint}, aucune clé n'est connue pour lui) ; "
    "pas de connexion. Comparez cette empreinte à celle que le partenaire vous donne, puis ajoutez sa clé : "
    "ssh-keyscan -p {port} {host} >> {file}",
    "sftp {server}: server unknown to {file} (it shows {kind} {fingerprint}, no key is known for it); no connection. "
    "Compare this fingerprint with the one the partner gives you, then add its key: ssh-keyscan -p {port} {host} >> "
    "{file}",
)
OTHER_KEY = Message(
    "{server} montre une autre clé que la clé connue : {shown} au lieu de {known} ; pas de connexion. Si le partenaire "
    "confirme ce changement, corrigez {file} ; sinon, quelqu'un se fait peut-être passer pour lui.",
    "{server} shows another key than the known one: {shown} instead of {known}; no connection. If the partner confirms "
    "this change, correct {file}; otherwise somebody may be passing for it.",
)
LOGIN_REFUSED = Message(
    "{server} refuse l'utilisateur {user}, sa clé ou son mot de passe ; nouvel essai dans cinq minutes au plus tôt. "
    "Vérifiez [sftp] et, chez le partenaire, la clé déposée.",
    "{server} refuses the user {user}, its key or its password; another try in five minutes at the earliest. Check "
    "[sftp] and, at the partner's, the key that was put there.",
)
NO_PRIVATE_KEY = Message(
    "{place} : ce n'est pas une clé privée lisible sans phrase secrète (ed25519, ecdsa ou rsa).",
    "{place}: this is no private key that can be read without a passphrase (ed25519, ecdsa or rsa).",
)
ANSWERED_NO = Message("{server} : impossible de {action} : {why}.", "{server}: cannot {action}: {why}.")
NO_SUCH_NAME = Message("ce nom n'y existe pas", "there is no such name")
NO_RIGHTS = Message("droits refusés", "permission denied")
SERVER_SAYS = Message("le serveur répond « {words} »", "the server answers “{words}”")
BROKEN = Message(
    "{server} : impossible de {action} : la connexion a échoué ({why}) ; nouvel essai plus tard.",
    "{server}: cannot {action}: the connection failed ({why}); another try later.",
)
