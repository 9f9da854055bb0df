-- Everybody sets what concerns nobody else.
-- as: support
set timezone = 'Asia/Tokyo';
set statement_timeout = '1 min';
set default_transaction_isolation = 'serializable';
